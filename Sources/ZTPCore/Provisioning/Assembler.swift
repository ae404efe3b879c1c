import Logging
import OrderedCollections

/// Puts together what a node is given: its definition, or its startup-config and the actions that always run, with
/// attributes filled in. Thread-safe.
struct Assembler: Sendable {
    private let repository: any Repository
    private let serverURL: ServerURL
    private let identifier: Configuration.Identifier
    private let checksPattern: Bool
    private let reports = ParsedFileCache<Result<Node, Refusal>>(budget: 2 << 20)
    private let patterns = ParsedFileCache<Result<Pattern, Refusal>>(budget: 1 << 20)
    private let definitions = ParsedFileCache<Result<Definition, Refusal>>(budget: 4 << 20)
    private let attributes = ParsedFileCache<Result<OrderedDictionary<String, Document>, Refusal>>(budget: 1 << 20)

    init(repository: any Repository, configuration: Configuration.General) {
        self.repository = repository
        serverURL = configuration.serverURL
        identifier = configuration.identifier
        checksPattern = !configuration.disableTopologyValidation
    }

    /// What GET /nodes/ID answers.
    ///
    /// - Parameter values: gives the values of plugin calls; asked once, and only when everything else is in order.
    func definition(
        of id: NodeID, logger: Logger, values: ([PluginCall], Node) throws(DefinitionProblem) -> [Document]
    ) throws(Refusal) -> Document {
        guard let inventory = repository.inventory(of: id) else { throw .noNode }
        let node = try report(of: id)
        if checksPattern, let mismatch = try verdict(of: id, node, logger).mismatch { throw .patternDiffers(mismatch) }
        let stored = try storedDefinition(of: id, inventory)
        let definition: Definition
        if inventory.contains(.startupConfig) {
            let url = serverURL.joining("nodes", id.rawValue, "startup-config")
            definition = .installing(startupConfigFrom: url, keeping: stored?.actions ?? [])
            // It is not needed for the answer, but the switch will ask for it next.
            do { _ = try repository.slice(of: .startupConfig, of: id) } catch { throw .unreadable(error) }
        } else if let stored {
            definition = stored
        } else {
            throw .noDefinition
        }
        let own =
            inventory.contains(.attributes)
            ? try load(.attributes, of: id, in: attributes, parse: Self.parseAttributes) : nil
        do {
            return try definition.filledIn(attributes: own ?? [:]) { calls throws(DefinitionProblem) in
                try values(calls, node)
            }
        } catch { throw .definitionUnusable(error) }
    }

    /// What the node reported last.
    func report(of id: NodeID) throws(Refusal) -> Node {
        guard let node = try load(.report, of: id, in: reports, parse: Self.parseReport) else { throw .noReport }
        return node
    }

    /// Holds the node, as it reported itself last, against its pattern file.
    func verdict(of id: NodeID, _ node: Node, _ logger: Logger) throws(Refusal) -> Verdict {
        let identifier = identifier
        let stored = try load(.pattern, of: id, in: patterns) { bytes in
            Result { () throws(Refusal) in
                do throws(TopologyProblem) {
                    return try Pattern(parsingFile: bytes, identifier: identifier)
                } catch { throw .patternUnusable(error) }
            }
        }
        guard let pattern = stored else { throw .noPattern }
        let context = MatchingContext(node)
        defer { logger.warn(of: context) }
        do throws(BrokenExpression) { return try pattern.verdict(context) } catch {
            throw .patternExpressionBroken(error)
        }
    }

    private func storedDefinition(of id: NodeID, _ inventory: Set<NodeFile>) throws(Refusal) -> Definition? {
        guard inventory.contains(.definition) else { return nil }
        return try load(.definition, of: id, in: definitions, parse: Self.parseDefinition)
    }

    private func load<Value>(
        _ file: NodeFile, of id: NodeID, in cache: ParsedFileCache<Result<Value, Refusal>>,
        parse: ([UInt8]) -> Result<Value, Refusal>
    ) throws(Refusal) -> Value? {
        guard let stamp = repository.stamp(of: file, of: id) else { return nil }
        let result: Result<Value, Refusal>?
        do {
            result = try cache.value(
                for: id.rawValue, stamp: stamp,
                read: { () throws(RepositoryError) in try repository.read(file, of: id) }, parse: parse)
        } catch { throw .unreadable(error) }
        return try result?.get()
    }

    private static func parseReport(_ bytes: [UInt8]) -> Result<Node, Refusal> {
        do { return .success(try Node(try JSON.parse(bytes))) } catch let error as JSON.SyntaxError {
            return .failure(.reportBroken("no JSON: \(error.reason) at byte \(error.offset)"))
        } catch { return .failure(.reportBroken("\(error)")) }
    }

    private static func parseDefinition(_ bytes: [UInt8]) -> Result<Definition, Refusal> {
        let document: Document
        do { document = try YAML.parse(bytes) } catch { return .failure(.documentBroken(.definition, "\(error)")) }
        do { return .success(try Definition(document)) } catch { return .failure(.definitionUnusable(error)) }
    }

    private static func parseAttributes(_ bytes: [UInt8]) -> Result<OrderedDictionary<String, Document>, Refusal> {
        let document: Document
        do { document = try YAML.parse(bytes) } catch { return .failure(.documentBroken(.attributes, "\(error)")) }
        switch document {
        case .null: return .success([:])
        case .mapping(let pairs): return .success(pairs)
        case .bool, .integer, .bigInteger, .real, .string, .array:
            return .failure(.documentBroken(.attributes, "it must be a mapping, it is \(document.kind)"))
        }
    }
}
