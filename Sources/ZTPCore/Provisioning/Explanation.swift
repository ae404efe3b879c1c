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
    /// Why it is given nothing although its pattern fits: a pool or a plugin that its definition needs.
    public var refusal: Refusal?
    /// References that name nothing.
    public var undefined: [UndefinedReference] = []
    /// The calls that the operator's plugins would be asked for. They are not run.
    public var asked: [String] = []
    /// What is odd about neighbordb.
    public var warnings: [TopologyWarning]

    /// The pattern that fits.
    public var match: Verdict? { verdicts.first { $0.mismatch == nil } }
}

/// Finds out what the server would answer. Reads, and writes nothing; nothing is allocated.
public struct Explainer: Sendable {
    private let repository: any Repository
    private let plugins: Plugins
    private let recognition: Recognition
    private let assembler: Assembler
    private let configuration: Configuration.General
    private let logger: Logger

    public init(configuration: Configuration, logger: Logger) throws(StartupError) {
        let root = try DataRoot(configured: configuration)
        let files = FileRepository(root: root)
        repository = files
        plugins = Plugins(
            pools: files, sqlite: SQLitePools(configuration: configuration, root: root),
            external: ExternalPlugins(root: root, processes: ChildProcesses(), configuration: configuration))
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
            try explanation.fill { explanation throws(Refusal) in
                do throws(DefinitionProblem) {
                    return try definition.filledIn(
                        attributes: [:], undefined: { explanation.undefined.append($0) },
                        values: { calls throws(DefinitionProblem) in
                            try values(of: calls, for: report.id, &explanation.asked)
                        })
                } catch { throw .definitionUnusable(error) }
            }
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
        try explanation.fill { explanation throws(Refusal) in
            try assembler.definition(
                of: id, logger: logger, undefined: { explanation.undefined.append($0) },
                values: { (calls, _) throws(DefinitionProblem) in
                    try values(of: calls, for: id, &explanation.asked)
                })
        }
        return explanation
    }

    /// What calls would give now. Pools are only looked at; plugins are not run, since nobody knows what they write, so
    /// their calls stay as they are.
    ///
    /// - Parameter asked: gets the calls of plugins.
    /// - Throws: what the server would refuse the node with, as far as that can be told.
    private func values(
        of calls: [PluginCall], for id: NodeID, _ asked: inout [String]
    ) throws(DefinitionProblem) -> [Document] {
        let values = try plugins.preview(of: calls, for: id)
        for call in calls where !Plugins.builtIn.contains(call.name) && !asked.contains(call.text) {
            asked.append(call.text)
        }
        return zip(calls, values).map { call, value in value ?? .string(call.text) }
    }
}

extension Explanation {
    /// Fills the definition in, or says what keeps the node from it.
    fileprivate mutating func fill(
        _ definition: (inout Explanation) throws(Refusal) -> Document
    ) throws(Refusal) {
        do {
            self.definition = try definition(&self)
        } catch {
            guard case .definitionUnusable(let problem) = error, problem.isOfACall else { throw error }
            refusal = error
        }
    }
}

extension DefinitionProblem {
    /// Whether what a definition asks for is the reason, rather than the definition itself.
    fileprivate var isOfACall: Bool {
        switch self {
        case .pool, .pluginMissing, .pluginFailed: true
        case .notAMapping, .noActions, .actionsAreNoList, .actionIsNoMapping, .attributesAreNoMapping, .nodeGone: false
        }
    }
}
