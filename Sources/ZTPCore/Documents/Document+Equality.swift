import OrderedCollections

/// Two documents are equal when their values are, mappings in the same order. Texts are compared by their bytes.
extension Document: Equatable {
    public static func == (left: Document, right: Document) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let value), .bool(let other)): value == other
        case (.integer(let value), .integer(let other)): value == other
        case (.bigInteger(let digits), .bigInteger(let other)): digits.isSame(as: other)
        case (.real(let value), .real(let other)): value == other
        case (.string(let text), .string(let other)): text.isSame(as: other)
        case (.array(let items), .array(let other)): items == other
        case (.mapping(let pairs), .mapping(let other)): pairs == other
        case (.null, _), (.bool, _), (.integer, _), (.bigInteger, _), (.real, _), (.string, _), (.array, _),
            (.mapping, _):
            false
        }
    }
}
