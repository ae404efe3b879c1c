public import Logging
import OrderedCollections

/// What the server makes of a node, and why, without changing anything.
public struct Explanation: Sendable {
    /// The node's identifier.
    public var node: String
    /// Whether the node has a folder, so that neighbordb is not asked any more.
    public var isKnown: Bool
    /// What became of each pattern, in the order in which they were tried, up to the one that fits. For a node with a
    /// folder, its own pattern file comes alone.
    public var verdicts: [Verdict]
    /// What the node is given, with references filled in; nil when it is given nothing.
    public var definition: Document?
    /// What is odd about neighbordb.
    public var warnings: [TopologyWarning]

    /// The pattern that fits.
    public var match: Verdict? { verdicts.first { $0.mismatch == nil } }
}

/// Finds out what the server would answer. Reads, and writes nothing; nothing is allocated.
public struct Explainer: Sendable {
    private let repository: any Repository
    private let pools: any PoolRepository
    private let recognition: Recognition
    private let assembler: Assembler
    private let configuration: Configuration.General
    private let logger: Logger

    public init(configuration: Configuration, logger: Logger) throws(StartupError) {
        let root = try DataRoot(configured: configuration)
        let files = FileRepository(root: root)
        repository = files
        pools = files
        recognition = Recognition(
            files: OperatorFiles(root: root, neighbordbName: configuration.neighbordb.filename),
            identifier: configuration.general.identifier)
        assembler = Assembler(repository: files, configuration: configuration.general)
        self.configuration = configuration.general
        self.logger = logger
    }

    /// What a switch would get that POSTs this report and does not have a folder yet.
    ///
    /// - Parameter body: the report as the switch sends it.
    public func explain(report body: [UInt8]) throws(Refusal) -> Explanation {
        let report = try NodeReport(parsing: body, identifiedBy: configuration.identifier)
        let isKnown: Bool
        do { isKnown = try repository.inventory(of: report.id, NodeFile.allCases) != nil } catch {
            throw .repository(error)
        }
        let neighbordb = try recognition.neighbordb()
        let verdicts = try recognition.verdicts(report.id, report.node, neighbordb)
        var explanation = Explanation(
            node: report.id.rawValue, isKnown: isKnown, verdicts: verdicts.map(\.verdict), definition: nil,
            warnings: neighbordb.warnings)
        if let pattern = verdicts.last(where: { $0.verdict.mismatch == nil })?.pattern {
            let definition = try recognition.parsedDefinition(of: pattern)
            do {
                explanation.definition = try definition.filledIn(attributes: [:]) { values(of: $0, for: report.id) }
            } catch { throw .definitionUnusable(error) }
        }
        return explanation
    }

    /// What a node with a folder gets, going by its last report.
    public func explain(storedNode name: String) throws(Refusal) -> Explanation {
        guard let id = NodeID(rawValue: name) else { throw .noNode }
        var explanation = Explanation(node: name, isKnown: true, verdicts: [], definition: nil, warnings: [])
        if !configuration.disableTopologyValidation {
            let verdict = try assembler.verdict(of: id)
            explanation.verdicts = [verdict]
            guard verdict.mismatch == nil else { return explanation }
        }
        explanation.definition = try assembler.definition(of: id, logger: logger) { (calls, _) in
            values(of: calls, for: id)
        }
        return explanation
    }

    /// What calls would give now. Pools are only looked at; plugins are not run, since nobody knows what they write, so
    /// their calls stay as they are.
    private func values(of calls: [PluginCall], for id: NodeID) -> [Document] {
        calls.map { call in
            switch call.name {
            case "test": .string("\(id):\(call.argument)")
            case "allocate": .string(entry(of: call.argument, for: id) ?? call.text)
            default: .string(call.text)
            }
        }
    }

    /// The entry that a node owns, else the one that it would be given; nil when there is none.
    private func entry(of pool: String, for id: NodeID) -> String? {
        guard let name = PoolName(pool), let entries = try? pools.entries(of: name) else { return nil }
        return (entries.first { $0.isOwned(by: id.rawValue) } ?? entries.first { $0.owner == nil })?.name
    }
}
