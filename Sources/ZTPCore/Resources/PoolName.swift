/// The name of a resource pool: the path of its file in resources/, such as `mgmt` or `dc1/mgmt`, or a table of the
/// database.
///
/// None of its parts is empty or begins with a dot, as the names of temporary files do, or holds a NUL.
public struct PoolName: Sendable, Hashable {
    private let text: ExactText

    public var rawValue: String { text.string }

    public init?(_ text: String) {
        guard let path = RepositoryPath(slashSeparated: text),
            path.segments.allSatisfy({ $0.utf8.first != UInt8(ascii: ".") })
        else { return nil }
        self.text = ExactText(text)
    }
}

extension PoolName: CustomStringConvertible {
    public var description: String { rawValue }
}

/// An address, a name or whatever else a pool gives out, with the node that has it.
public struct PoolEntry: Sendable, Equatable {
    public var name: String
    /// Nil when it is free.
    public var owner: String?

    public init(name: String, owner: String?) {
        self.name = name
        self.owner = owner
    }

    /// Names and owners are compared by their bytes.
    public static func == (left: PoolEntry, right: PoolEntry) -> Bool {
        left.isNamed(right.name) && left.owner.map { ExactText($0) } == right.owner.map { ExactText($0) }
    }

    package func isNamed(_ name: String) -> Bool { self.name.isSame(as: name) }

    package func isOwned(by node: String) -> Bool { owner?.isSame(as: node) ?? false }
}
