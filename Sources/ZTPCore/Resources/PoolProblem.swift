public import SystemPackage

/// Why a pool gives nothing.
public struct PoolProblem: Error, Sendable, Equatable {
    /// The pool's name as the definition has it.
    public var pool: String
    public var reason: Reason

    public init(pool: String, reason: Reason) {
        self.pool = pool
        self.reason = reason
    }

    public enum Reason: Error, Sendable, Equatable {
        case badName
        case missing
        case isDirectory
        case unreadable(RepositoryError)
        case unwritable(RepositoryError)
        /// Not YAML; with the place.
        case broken(YAMLProblem)
        case notAMapping(String)
        case empty
        /// Somebody has each of so many entries.
        case exhausted(size: Int)
        case valueIsNoText(SourceMark, entry: String, kind: String)
        /// The entry stands in a form that cannot be changed in place.
        case notEditable(SourceMark, entry: String)
        case noEntry(String)
        /// Somebody else keeps changing the file.
        case keepsChanging
        case noDatabase(FilePath)
        case noTable(FilePath)
        case database(FilePath, String)
    }
}

extension PoolProblem.Reason {
    /// Something that the pool needs could not be looked at, read or written.
    init(_ error: RepositoryError) {
        switch error.operation {
        case .look, .read, .list: self = .unreadable(error)
        case .write: self = .unwritable(error)
        }
    }
}

extension PoolProblem: CustomStringConvertible {
    public var description: String {
        switch reason {
        case .badName:
            "'\(pool)' cannot be the name of a pool, expected one such as mgmt or dc1/mgmt, of which no part is empty "
                + "or begins with a dot"
        case .missing: "there is no pool '\(pool)'"
        case .isDirectory: "the pool '\(pool)' is a folder"
        case .unreadable(let error): "the pool '\(pool)' cannot be read: \(error.path): \(error.cause)"
        case .unwritable(let error): "the pool '\(pool)' cannot be written: \(error.path): \(error.cause)"
        case .broken(let problem): "the pool '\(pool)' is broken: \(problem)"
        case .notAMapping(let kind): "the pool '\(pool)' must be a mapping of entries to owners, it is \(kind)"
        case .empty: "the pool '\(pool)' has no entries"
        case .exhausted(let size): "the pool '\(pool)' is exhausted: all \(size) entries are given out"
        case .valueIsNoText(let mark, let entry, let kind):
            "the pool '\(pool)' is broken: \(mark.line):\(mark.column): the owner of '\(entry)' must be text, it is \(kind)"
        case .notEditable(let mark, let entry):
            "the pool '\(pool)' cannot be changed: \(mark.line):\(mark.column): write '\(entry)' on a line of its own, "
                + "without anchors"
        case .noEntry(let entry): "the pool '\(pool)' has no entry '\(entry)'"
        case .keepsChanging: "the pool '\(pool)' is being changed by somebody else all the time"
        case .noDatabase(let path): "there is no database \(path) for the table '\(pool)'"
        case .noTable(let path): "\(path) has no table '\(pool)' with the columns key and node_id"
        case .database(let path, let message): "the table '\(pool)' of \(path) is of no use: \(message)"
        }
    }
}
