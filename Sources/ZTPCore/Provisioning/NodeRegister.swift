/// What is known of a node that has a folder.
public struct NodeRecord: Sendable {
    public var id: NodeID
    /// As the node last described itself; nil when it has not reported yet, or its report cannot be read.
    public var node: Node?
    /// When it last reported, in seconds since 1970.
    public var reported: Int64?
    /// The name of the pattern that it must fit; nil when there is none, or it has no name.
    public var pattern: String?
    /// What its folder holds.
    public var files: [NodeFile]
}

/// Looks at, and removes, the nodes that have folders. For the operator's commands; requests do not need it.
public struct NodeRegister: Sendable {
    private let repository: any Repository
    private let identifier: Configuration.Identifier

    public init(configuration: Configuration) throws(StartupError) {
        repository = FileRepository(root: try DataRoot(configured: configuration))
        identifier = configuration.general.identifier
    }

    /// All nodes, sorted by identifier.
    public func records() throws(RepositoryError) -> [NodeRecord] {
        try repository.nodes().compactMap { record(of: $0) }
    }

    /// One node; nil when it has no folder.
    public func record(of id: NodeID) -> NodeRecord? {
        guard let inventory = repository.inventory(of: id, NodeFile.allCases) else { return nil }
        let report = (try? repository.read(.report, of: id)).flatMap { $0 }
        let node = report.flatMap { report in (try? JSON.parse(report.bytes)).flatMap { try? Node($0) } }
        let file = (try? repository.read(.pattern, of: id)).flatMap { $0 }
        let pattern = file.flatMap { try? Pattern(parsingFile: $0.bytes, identifier: identifier) }
        return NodeRecord(
            id: id, node: node, reported: report?.stamp.modified.seconds,
            pattern: pattern?.name.map(PatternReader.text), files: NodeFile.allCases.filter(inventory.contains))
    }

    /// Removes a node's folder.
    ///
    /// - Returns: false when there is none.
    public func remove(_ id: NodeID) throws(RepositoryError) -> Bool { try repository.remove(id) }
}
