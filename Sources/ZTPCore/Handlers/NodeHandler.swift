import HTTPTypes
import Logging
import OrderedCollections

/// GET /nodes/ID: the definition that a node works through.
struct NodeHandler: Sendable {
    private typealias Pairs = OrderedDictionary<String, Document>

    private let repository: any Repository
    private let serverURL: ServerURL
    private let identifier: Configuration.Identifier
    private let checksPattern: Bool
    private let reports = ParsedFileCache<Result<Node, Refusal>>(budget: 2 << 20)
    private let patterns = ParsedFileCache<Result<Pattern, Refusal>>(budget: 1 << 20)
    private let definitions = ParsedFileCache<Result<Definition, Refusal>>(budget: 4 << 20)
    private let attributes = ParsedFileCache<Result<OrderedDictionary<String, Document>, Refusal>>(budget: 1 << 20)

    /// - Parameter checksPattern: hold a node against its pattern file before it is given anything.
    init(
        repository: any Repository, serverURL: ServerURL, identifier: Configuration.Identifier, checksPattern: Bool
    ) {
        self.repository = repository
        self.serverURL = serverURL
        self.identifier = identifier
        self.checksPattern = checksPattern
    }

    func definition(_ request: Request, _ name: String) -> Response {
        let request = request.scoped(to: name)
        do {
            guard let id = NodeID(rawValue: name) else { throw Refusal.noNode }
            return .json(try assemble(id, request.logger))
        } catch let refusal as Refusal {
            return request.refused(refusal)
        } catch {
            return request.refused(.reportBroken("\(error)"))
        }
    }

    private func assemble(_ id: NodeID, _ logger: Logger) throws(Refusal) -> Document {
        guard let inventory = repository.inventory(of: id) else { throw .noNode }
        guard let node = try load(.report, of: id, in: reports, parse: Self.parseReport) else { throw .noReport }
        if checksPattern { try checkPattern(of: id, node, logger) }
        let stored =
            inventory.contains(.definition)
            ? try load(.definition, of: id, in: definitions, parse: Self.parseDefinition) : nil
        let definition: Definition
        if inventory.contains(.startupConfig) {
            let url = serverURL.joining("nodes", id.rawValue, "startup-config")
            definition = .installing(startupConfigFrom: url, keeping: stored?.actions ?? [])
        } else if let stored {
            definition = stored
        } else {
            throw .noDefinition
        }
        // What the answer would not need today is still refused when it cannot be read: the operator meant it to count.
        if inventory.contains(.startupConfig) {
            do { _ = try repository.slice(of: .startupConfig, of: id) } catch { throw .unreadable(error) }
        }
        let own =
            inventory.contains(.attributes)
            ? try load(.attributes, of: id, in: attributes, parse: Self.parseAttributes) : nil
        do { return try definition.filledIn(attributes: own ?? [:]) } catch { throw .definitionUnusable(error) }
    }

    /// Holds the node, as it reported itself last, against its pattern file.
    private func checkPattern(of id: NodeID, _ node: Node, _ logger: Logger) throws(Refusal) {
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
        let mismatch: Mismatch?
        do { mismatch = try pattern.evaluate(context) } catch { throw .patternExpressionBroken(error) }
        if let mismatch { throw .patternDiffers(mismatch) }
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
