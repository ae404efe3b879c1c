public import SystemPackage

/// Why something in data_root could not be looked at, read or written. What is not there is no error.
public struct RepositoryError: Error, Sendable, Equatable {
    /// What was tried.
    public enum Operation: Sendable {
        /// Finding out whether something is there, and what it is.
        case look
        case read
        /// Reading the names in a folder.
        case list
        case write
    }

    public var operation: Operation
    /// What it was tried with.
    public var path: FilePath
    public var reason: Errno
    /// Whose lack made the attempt fail; nil when that is not it, or cannot be told.
    public var missing: MissingRight?

    public init(_ operation: Operation, _ path: FilePath, _ reason: Errno, missing: MissingRight?) {
        self.operation = operation
        self.path = path
        self.reason = reason
        self.missing = missing
    }

    /// With the right that is missing, if the attempt failed for the lack of one. The caller passes what the system
    /// call left in `errno`.
    init(_ operation: Operation, _ path: FilePath, _ reason: Errno) {
        let isRight = reason == .permissionDenied || reason == .notPermitted
        self.init(operation, path, reason, missing: isRight ? MissingRight.find(operation, path) : nil)
    }

    static func unreadable(_ path: FilePath, _ reason: Errno) -> RepositoryError {
        RepositoryError(.read, path, reason)
    }

    static func unwritable(_ path: FilePath, _ reason: Errno) -> RepositoryError {
        RepositoryError(.write, path, reason)
    }
}

extension RepositoryError: CustomStringConvertible {
    public var description: String {
        switch operation {
        case .look: "\(path) cannot be looked at: \(cause)"
        case .read: "\(path) cannot be read: \(cause)"
        case .list: "\(path) cannot be listed: \(cause)"
        case .write: "\(path) cannot be written: \(cause)"
        }
    }

    /// The system's reason, and the right that is missing.
    public var cause: String { missing.map { "\(reason): \($0)" } ?? "\(reason)" }
}

extension Errno {
    /// Whether a path failed because nothing of that name is there. Every other reason leaves that open.
    var isAbsence: Bool { self == .noSuchFileOrDirectory || self == .notDirectory }
}
