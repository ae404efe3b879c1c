/// What is known of a node that has a folder.
public struct NodeRecord: Sendable {
    public var id: NodeID
    /// As the node last described itself; nil when it has not reported yet, or `problems` say why that is not known.
    public var node: Node?
    /// When it last reported, in seconds since 1970.
    public var reported: Int64?
    /// The name of the pattern that it must fit; nil when there is none, it has no name, or `problems` say why that is
    /// not known.
    public var pattern: String?
    /// What its folder holds; nil when it cannot be looked at.
    public var files: [NodeFile]?
    /// Why something of the above is not known.
    public var problems: [Problem] = []

    /// Why something is not known.
    public struct Problem: Error, Sendable, Equatable {
        /// Nil when it is the whole folder.
        public var file: NodeFile?
        public var reason: Refusal

        /// Whether it could not even be looked at.
        public var isUnreadable: Bool { if case .repository = reason { true } else { false } }
    }

    /// Whether a file may be there, or say something, that this record does not know.
    public func isUnknown(_ file: NodeFile) -> Bool {
        problems.contains { $0.file == nil || $0.file == file }
    }
}

extension NodeRecord.Problem: CustomStringConvertible {
    public var description: String { "\(reason)" }
}

/// Looks at, and removes, the nodes that have folders. For the operator's commands; requests do not need it.
public struct NodeRegister: Sendable {
    private let repository: any Repository
    private let identifier: Configuration.Identifier

    public init(configuration: Configuration) throws(StartupError) {
        repository = FileRepository(root: try DataRoot(configured: configuration))
        identifier = configuration.general.identifier
    }

    /// All nodes, sorted by identifier. One that cannot be looked at is among them, with the reason.
    public func records() throws(RepositoryError) -> [NodeRecord] {
        try repository.nodes().compactMap(record)
    }

    /// One node; nil when it has no folder.
    public func record(of id: NodeID) -> NodeRecord? {
        var record = NodeRecord(id: id)
        do {
            guard let inventory = try repository.inventory(of: id, NodeFile.allCases) else { return nil }
            record.files = NodeFile.allCases.filter(inventory.contains)
        } catch {
            record.problems.append(.init(file: nil, reason: .repository(error)))
            return record
        }
        do throws(Refusal) { try readReport(&record) } catch {
            record.problems.append(.init(file: .report, reason: error))
        }
        do throws(Refusal) { try readPattern(&record) } catch {
            record.problems.append(.init(file: .pattern, reason: error))
        }
        return record
    }

    private func readReport(_ record: inout NodeRecord) throws(Refusal) {
        guard let file = try read(.report, of: record.id) else { return }
        record.reported = file.stamp.modified.seconds
        record.node = try Assembler.parseReport(file.bytes).get()
    }

    private func readPattern(_ record: inout NodeRecord) throws(Refusal) {
        guard let file = try read(.pattern, of: record.id) else { return }
        do throws(TopologyProblem) {
            record.pattern = try Pattern(parsingFile: file.bytes, identifier: identifier).name.map(PatternReader.text)
        } catch { throw .patternUnusable(error) }
    }

    private func read(_ file: NodeFile, of id: NodeID) throws(Refusal) -> StoredFile? {
        do { return try repository.read(file, of: id) } catch { throw .repository(error) }
    }

    /// Removes a node's folder.
    ///
    /// - Returns: false when there is none.
    public func remove(_ id: NodeID) throws(RepositoryError) -> Bool { try repository.remove(id) }
}
