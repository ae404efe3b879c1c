public import OrderedCollections

/// A value of JSON or YAML that keeps the order of its mappings.
public indirect enum Document: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    /// A whole number that does not fit `Int`, as decimal digits with an optional minus sign.
    case bigInteger(String)
    case real(Double)
    case string(String)
    case array([Document])
    case mapping(Document.Mapping)
}

extension Document {
    /// The value in YAML, as files of the data directory have it.
    public var yaml: String { String(decoding: YAML.encode(self), as: UTF8.self) }
}

extension Document {
    /// The text, if this is one.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var array: [Document]? {
        if case .array(let items) = self { items } else { nil }
    }

    var mapping: Document.Mapping? {
        if case .mapping(let pairs) = self { pairs } else { nil }
    }

    /// The value under a key of a mapping; nil for absent keys and for everything that is no mapping.
    package subscript(key: String) -> Document? { mapping?[key] }

    /// Whether the value counts as true where a flag is expected: everything but null, false, zero and empty values,
    /// as in Python. So the text `no` is true, while YAML's plain `no` is the boolean false.
    var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .bigInteger: true
        case .real(let value): value != 0
        case .string(let value): !value.isEmpty
        case .array(let value): !value.isEmpty
        case .mapping(let value): !value.isEmpty
        }
    }

    /// Whether no number in it is infinite or none at all.
    var isFinite: Bool {
        switch self {
        case .null, .bool, .integer, .bigInteger, .string: true
        case .real(let value): value.isFinite
        case .array(let items): items.allSatisfy(\.isFinite)
        case .mapping(let pairs): pairs.values.allSatisfy(\.isFinite)
        }
    }

    /// What kind of value this is, in an operator's words.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .bigInteger, .real: "a number"
        case .string: "text"
        case .array: "a list"
        case .mapping: "a mapping"
        }
    }
}
