import Logging
import OrderedCollections
import SystemPackage

/// Puts together what a node is given: its definition, or its startup-config and the actions that always run, with
/// attributes filled in. Thread-safe.
struct Assembler: Sendable {
    private let repository: any Repository
    private let serverURL: ServerURL
    private let identifier: Configuration.Identifier
    private let checksPattern: Bool
    /// Why a node is refused by its own pattern file or report; nil when it is not.
    private let refusals = StampedCache<Refusal?>(capacity: 8192)
    private let patterns = ParsedFileCache<Result<Pattern, Refusal>>(budget: 1 << 20)
    private let definitions = ParsedFileCache<Result<Definition, Refusal>>(budget: 4 << 20)
    private let attributes = ParsedFileCache<Result<Document.Mapping, Refusal>>(budget: 1 << 20)

    init(repository: any Repository, configuration: Configuration.General) {
        self.repository = repository
        serverURL = configuration.serverURL
        identifier = configuration.identifier
        checksPattern = !configuration.disableTopologyValidation
    }

    /// What GET /nodes/ID answers.
    ///
    /// - Parameters:
    ///   - undefined: told each reference that names nothing.
    ///   - values: gives the values of plugin calls; asked once, and only when everything else is in order.
    func definition(
        of id: NodeID, logger: Logger, undefined: (UndefinedReference) -> Void,
        values: ([PluginCall], Node) throws(DefinitionProblem) -> [Document]
    ) throws(Refusal) -> Document {
        let inventory = try inventory(of: id)
        if let refusal = try refusal(of: id, inventory) { throw refusal }
        logger.debug("\(checksPattern ? "it fits its pattern" : "its pattern is not looked at")")
        let stored = try storedDefinition(of: id, inventory)
        let definition: Definition
        if inventory.contains(.startupConfig) {
            let url = serverURL.joining("nodes", id.rawValue, "startup-config")
            definition = .installing(startupConfigFrom: url, keeping: stored?.actions ?? [])
            logger.debug("it gets its startup-config back, and \(definition.actions.count - 1) actions that always run")
            // It is not needed for the answer, but the switch will ask for it next.
            do { _ = try repository.slice(of: .startupConfig, of: id) } catch { throw .repository(error) }
        } else if let stored {
            definition = stored
            logger.debug("it gets its definition with \(stored.actions.count) actions")
        } else {
            throw .noDefinition
        }
        let own =
            inventory.contains(.attributes)
            ? try load(.attributes, of: id, inventory, in: attributes, parse: Self.parseAttributes) : nil
        do {
            return try definition.filledIn(attributes: own ?? [:], undefined: undefined) {
                calls throws(DefinitionProblem) in
                try values(calls, try node(of: id))
            }
        } catch { throw .definitionUnusable(error) }
    }

    /// Whether the node has a report, and fits its pattern file by it.
    private func refusal(of id: NodeID, _ inventory: NodeInventory) throws(Refusal) -> Refusal? {
        let stamps = [inventory.stamp(of: .report), checksPattern ? inventory.stamp(of: .pattern) : nil]
        return try refusals.value(for: id.rawValue, stamps) { () throws(Refusal) -> Refusal? in
            do throws(Refusal) {
                let node = try report(of: id)
                guard checksPattern, let mismatch = try verdict(of: id, node, inventory).mismatch else {
                    return nil
                }
                return .patternDiffers(mismatch)
            } catch {
                guard error.isFinal else { throw error }
                return error
            }
        }
    }

    private func inventory(of id: NodeID) throws(Refusal) -> NodeInventory {
        let inventory: NodeInventory?
        do { inventory = try repository.inventory(of: id, Self.files) } catch { throw .repository(error) }
        guard let inventory else { throw .noNode }
        return inventory
    }

    /// The node as a plugin gets it.
    private func node(of id: NodeID) throws(DefinitionProblem) -> Node {
        do throws(Refusal) { return try report(of: id) } catch { throw .nodeGone("\(error)") }
    }

    /// What is looked for in a node's folder.
    private static let files: [NodeFile] = [.report, .pattern, .definition, .startupConfig, .attributes]

    /// What the node reported last, and what becomes of it under its own pattern file.
    func verdict(of id: NodeID) throws(Refusal) -> Verdict {
        let inventory = try inventory(of: id)
        return try verdict(of: id, try report(of: id), inventory)
    }

    private func report(of id: NodeID) throws(Refusal) -> Node {
        let file: StoredFile?
        do { file = try repository.read(.report, of: id) } catch { throw .repository(error) }
        guard let file else { throw .noReport }
        return try Self.parseReport(file.bytes).get()
    }

    /// Holds the node, as it reported itself last, against its pattern file.
    private func verdict(of id: NodeID, _ node: Node, _ inventory: NodeInventory) throws(Refusal) -> Verdict {
        let identifier = identifier
        let stored = try load(.pattern, of: id, inventory, in: patterns) { bytes throws(RepositoryError) in
            let pattern: Pattern
            do throws(TopologyProblem) { pattern = try Pattern(parsingFile: bytes, identifier: identifier) } catch {
                return .failure(.patternUnusable(error))
            }
            guard !pattern.lacksMemory else { throw .unreadable(FilePath("nodes/\(id)/pattern"), .noMemory) }
            return .success(pattern)
        }
        guard let pattern = stored else { throw .noPattern }
        do throws(ExpressionProblem) { return try pattern.verdict(pattern.context(for: node)) } catch {
            throw .patternExpressionFailed(error)
        }
    }

    private func storedDefinition(of id: NodeID, _ inventory: NodeInventory) throws(Refusal) -> Definition? {
        guard inventory.contains(.definition) else { return nil }
        return try load(.definition, of: id, inventory, in: definitions, parse: Self.parseDefinition)
    }

    private func load<Value>(
        _ file: NodeFile, of id: NodeID, _ inventory: NodeInventory, in cache: ParsedFileCache<Result<Value, Refusal>>,
        parse: ([UInt8]) throws(RepositoryError) -> Result<Value, Refusal>
    ) throws(Refusal) -> Value? {
        guard inventory.contains(file) else { return nil }
        guard let stamp = inventory.stamp(of: file) else {
            // It may be a link to what cannot be read.
            do { _ = try repository.read(file, of: id) } catch { throw .repository(error) }
            throw .documentBroken(file, "it is not a file")
        }
        let result: Result<Value, Refusal>?
        do throws(RepositoryError) {
            result = try cache.value(
                for: id.rawValue, stamp: stamp,
                read: { () throws(RepositoryError) in try repository.read(file, of: id) }, parse: parse)
        } catch { throw .repository(error) }
        return try result?.get()
    }

    static func parseReport(_ bytes: [UInt8]) -> Result<Node, Refusal> {
        do { return .success(try Node(try JSON.parse(bytes))) } catch let error as JSON.SyntaxError {
            return .failure(.reportBroken("it is not JSON: \(error.reason) at byte \(error.offset)"))
        } catch { return .failure(.reportBroken("\(error)")) }
    }

    private static func parseDefinition(_ bytes: [UInt8]) -> Result<Definition, Refusal> {
        let document: Document
        do { document = try YAML.parse(bytes) } catch { return .failure(.documentBroken(.definition, "\(error)")) }
        do { return .success(try Definition(document)) } catch { return .failure(.definitionUnusable(error)) }
    }

    private static func parseAttributes(_ bytes: [UInt8]) -> Result<Document.Mapping, Refusal> {
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
