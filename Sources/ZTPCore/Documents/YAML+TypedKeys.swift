import OrderedCollections
import Yams

/// YAML for programs whose mappings have keys of any type, in terms of JSON: `{"m": [[key, value], …]}` is a mapping,
/// `{"l": [item, …]}` a list, everything else a scalar.
extension YAML {
    /// Reads one document; null when the text holds none.
    static func parseKeepingKeys(_ bytes: [UInt8]) throws(SyntaxError) -> Document {
        guard let root = try compose(bytes) else { return .null }
        return try typed(root)
    }

    /// Writes what ``parseKeepingKeys(_:)`` reads; nil when it is nothing of the kind.
    static func encodeKeepingKeys(_ document: Document) -> [UInt8]? {
        untyped(document).map(serialize)
    }

    private static func typed(_ node: YAMLNode) throws(SyntaxError) -> Document {
        switch node.content {
        case .scalar(let scalar): return try value(scalar, node.mark)
        case .sequence(let items):
            var documents: [Document] = []
            for item in items { documents.append(try typed(item)) }
            return .mapping(["l": .array(documents)])
        case .mapping:
            var pairs: [Document] = []
            for pair in try node.entries().values {
                guard case .scalar(let key) = pair.key.content else { continue }
                pairs.append(.array([try value(key, pair.key.mark, asKey: true), try typed(pair.value)]))
            }
            return .mapping(["m": .array(pairs)])
        }
    }

    private static func value(
        _ scalar: YAMLScalar, _ mark: SourceMark, asKey: Bool = false
    ) throws(SyntaxError) -> Document {
        do { return try scalar.value(asKey: asKey) } catch { throw SyntaxError(mark: mark, reason: error.reason) }
    }

    private static func untyped(_ document: Document) -> Yams.Node? {
        guard let mapping = document.mapping else { return document.array == nil ? node(document) : nil }
        if let items = mapping["l"]?.array {
            let nodes = items.compactMap(untyped)
            return nodes.count == items.count
                ? .sequence(.init(nodes, .implicit, nodes.isEmpty ? .flow : .block)) : nil
        }
        guard let pairs = mapping["m"]?.array else { return nil }
        var nodes: [(Yams.Node, Yams.Node)] = []
        for pair in pairs {
            guard let both = pair.array, both.count == 2, let key = untyped(both[0]), let value = untyped(both[1])
            else { return nil }
            nodes.append((key, value))
        }
        return .mapping(.init(nodes, .implicit, nodes.isEmpty ? .flow : .block))
    }
}
