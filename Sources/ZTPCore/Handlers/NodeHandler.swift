import HTTPTypes
import OrderedCollections

/// GET /nodes/ID: the definition that a node works through.
struct NodeHandler: Sendable {
    private typealias Pairs = OrderedDictionary<String, Document>

    private let repository: any Repository
    private let serverURL: ServerURL
    private let reports = ParsedFileCache<Result<Node, Refusal>>(budget: 2 << 20)
    private let definitions = ParsedFileCache<Result<Definition, Refusal>>(budget: 4 << 20)
    private let attributes = ParsedFileCache<Result<OrderedDictionary<String, Document>, Refusal>>(budget: 1 << 20)

    init(repository: any Repository, serverURL: ServerURL) {
        self.repository = repository
        self.serverURL = serverURL
    }

    func definition(_ request: Request, _ name: String) -> Response {
        let request = request.scoped(to: name)
        do {
            guard let id = NodeID(rawValue: name) else { throw Refusal.noNode }
            return .json(try assemble(id))
        } catch let refusal as Refusal {
            return request.refused(refusal)
        } catch {
            return request.refused(.reportBroken("\(error)"))
        }
    }

    private func assemble(_ id: NodeID) throws(Refusal) -> Document {
        guard let inventory = repository.inventory(of: id) else { throw .noNode }
        guard try load(.report, of: id, in: reports, parse: Self.parseReport) != nil else { throw .noReport }
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
        for file in [NodeFile.pattern, .startupConfig] where inventory.contains(file) {
            do { _ = try repository.slice(of: file, of: id) } catch { throw .unreadable(error) }
        }
        let own =
            inventory.contains(.attributes)
            ? try load(.attributes, of: id, in: attributes, parse: Self.parseAttributes) : nil
        do { return try definition.filledIn(attributes: own ?? [:]) } catch { throw .definitionUnusable(error) }
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
