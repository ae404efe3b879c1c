import OrderedCollections
import Yams

extension YAML {
    /// Writes a document so that a reader of YAML 1.1 gets the same types: text that looks like something else is
    /// quoted.
    static func encode(_ document: Document) -> [UInt8] { serialize(node(document)) }

    static func serialize(_ node: Yams.Node) -> [UInt8] {
        // Without line breaking, and with characters beyond ASCII as they are. It fails for no tree that is made here.
        let text = try? Yams.serialize(node: node, width: -1, allowUnicode: true)
        return Array((text ?? "").utf8)
    }

    static func node(_ document: Document) -> Yams.Node {
        switch document {
        case .string(let text): scalar(text, YAMLScalar.isText(text) ? .plain : .singleQuoted)
        case .null, .bool, .integer, .bigInteger: scalar(String(decoding: JSON.encode(document), as: UTF8.self), .plain)
        case .real(let value): scalar(text(of: value), .plain)
        case .array(let items): .sequence(.init(items.map(node), .implicit, items.isEmpty ? .flow : .block))
        case .mapping(let pairs):
            .mapping(
                .init(
                    pairs.map { (node(.string($0.key.string)), node($0.value)) }, .implicit,
                    pairs.isEmpty ? .flow : .block))
        }
    }

    private static func scalar(_ text: String, _ style: Yams.Node.Scalar.Style) -> Yams.Node {
        .scalar(.init(text, .implicit, style))
    }

    /// YAML 1.1 wants a dot and a sign in front of an exponent, and has its own names for what is no number.
    private static func text(of value: Double) -> String {
        if value.isNaN { return ".nan" }
        if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
        let text = String(decoding: JSON.encode(.real(value)), as: UTF8.self)
        return text.contains(".") ? text : text.replacing("e", with: ".0e")
    }
}
