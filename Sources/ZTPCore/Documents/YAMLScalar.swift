/// A scalar of a YAML file: its text as written and the rules that give it a type.
///
/// Types follow YAML 1.1 as PyYAML's safe loader reads it, because that is what the files were written for. Dates stay
/// text: JSON has no such type.
struct YAMLScalar: Sendable {
    let text: String
    /// Neither quoted nor a block: only then the text decides the type.
    let isPlain: Bool
    private let tag: String

    struct Problem: Error {
        var reason: String
    }

    static let tagPrefix = "tag:yaml.org,2002:"

    /// - Parameter tag: empty when there is none.
    init(text: String, isPlain: Bool, tag: String = "") {
        self.text = text
        self.isPlain = isPlain
        self.tag = tag
    }

    /// - Parameter asKey: the scalar is a mapping's key.
    func value(asKey: Bool = false) throws(Problem) -> Document {
        if tag.isEmpty {
            // Nobody means YAML's default value by a key of this name.
            if asKey, text.isSame(as: "=") { return .string(text) }
            return isPlain ? try Self.resolve(text) : .string(text)
        }
        guard tag.utf8.starts(with: Self.tagPrefix.utf8) else {
            guard tag.isSame(as: "!") else { throw Problem(reason: "unknown tag \(tag)") }
            return .string(text)
        }
        guard tag.utf8.count < 64 else { throw Problem(reason: "unknown tag \(tag)") }
        switch tag.dropFirst(Self.tagPrefix.count) {
        case "str", "timestamp": return .string(text)
        case "null": return .null
        case "bool":
            guard let value = Self.boolean(text) else { throw Problem(reason: "'\(text)' is not a boolean") }
            return .bool(value)
        case "int":
            guard let value = try Self.integer(try numeral) else {
                throw Problem(reason: "'\(text)' is not a whole number")
            }
            return value
        case "float":
            if let value = Self.real(try numeral) { return .real(value) }
            guard let value = Double(text.replacing("_", with: "")) else {
                throw Problem(reason: "'\(text)' is not a number")
            }
            return .real(value)
        default: throw Problem(reason: "unknown tag \(tag)")
        }
    }

    /// The text, which is to be read as a number.
    private var numeral: String {
        get throws(Problem) {
            guard text.utf8.count <= Document.Limit.digits else {
                throw Problem(reason: Document.Excess.number(text.utf8.count))
            }
            return text
        }
    }

    /// Whether a reader of YAML 1.1 takes it for text when it stands without quotes. Dates are text only to us.
    static func isText(_ text: String) -> Bool {
        guard case .string? = try? resolve(text) else { return false }
        return text.prefixMatch(of: /[0-9]{4}-[0-9]{1,2}-[0-9]/) == nil
    }

    /// The value of a plain scalar.
    static func resolve(_ text: String) throws(Problem) -> Document {
        // A number would be one by its first character. Comparing a long text as `String` does could take long.
        guard text.utf8.count <= Document.Limit.digits else { return try resolve(long: text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "=", "<<": throw Problem(reason: "'\(text)' has a meaning of its own in YAML: put it in quotes")
        default: break
        }
        if let value = boolean(text), isCased(text) { return .bool(value) }
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else { return .string(text) }
        if let value = try integer(text) { return value }
        if let value = real(text) { return .real(value) }
        return .string(text)
    }

    /// The value of a plain scalar that is longer than a number may be.
    private static func resolve(long text: String) throws(Problem) -> Document {
        let unsigned = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        let isHexadecimal = unsigned.starts(with: "0x".utf8)
        let isNumber = unsigned.dropFirst(isHexadecimal ? 2 : 0).allSatisfy {
            isHexadecimal ? $0.hexDigitValue != nil || $0 == UInt8(ascii: "_") : "0123456789_:.+-eE".utf8.contains($0)
        }
        guard !isNumber || unsigned.first == UInt8(ascii: "_") else {
            throw Problem(reason: Document.Excess.number(text.utf8.count))
        }
        return .string(text)
    }

    private static func boolean(_ text: String) -> Bool? {
        guard text.utf8.count <= 5 else { return nil }
        return switch text.lowercased() {
        case "yes", "true", "on": true
        case "no", "false", "off": false
        default: nil
        }
    }

    /// `word`, `Word` or `WORD`; `wORD` is text.
    private static func isCased(_ text: String) -> Bool {
        let rest = text.dropFirst()
        return text == text.uppercased() || rest == rest.lowercased()
    }
}
