import Yams

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

    init(_ scalar: Yams.Node.Scalar) {
        text = scalar.string
        isPlain = scalar.style == .plain || scalar.style == .any
        tag = scalar.tag.rawValue
    }

    init(text: String, isPlain: Bool) {
        self.text = text
        self.isPlain = isPlain
        tag = ""
    }

    /// - Parameter asKey: the scalar is a mapping's key. The parser has marked those as text while it looked for
    ///   duplicates, so there a plain one counts as untagged.
    func value(asKey: Bool = false) throws(Problem) -> Document {
        let isUntagged = tag.isEmpty || asKey && tag == Self.tagPrefix + "str"
        if isUntagged {
            // Nobody means YAML's default value by a key of this name.
            if asKey, text == "=" { return .string(text) }
            return isPlain ? try Self.resolve(text) : .string(text)
        }
        guard tag != "!", tag.hasPrefix(Self.tagPrefix) else {
            guard tag == "!" else { throw Problem(reason: "unknown tag \(tag)") }
            return .string(text)
        }
        switch tag.dropFirst(Self.tagPrefix.count) {
        case "str", "timestamp": return .string(text)
        case "null": return .null
        case "bool":
            guard let value = Self.boolean(text.lowercased()) else { throw Problem(reason: "'\(text)' is no boolean") }
            return .bool(value)
        case "int":
            guard let value = try Self.integer(text) else { throw Problem(reason: "'\(text)' is no whole number") }
            return value
        case "float":
            if let value = Self.real(text) { return .real(value) }
            guard let value = Double(text.replacing("_", with: "")) else {
                throw Problem(reason: "'\(text)' is no number")
            }
            return .real(value)
        default: throw Problem(reason: "unknown tag \(tag)")
        }
    }

    /// Whether a reader of YAML 1.1 takes it for text when it stands without quotes. Dates are text only to us.
    static func isText(_ text: String) -> Bool {
        guard case .string? = try? resolve(text) else { return false }
        return text.prefixMatch(of: /[0-9]{4}-[0-9]{1,2}-[0-9]/) == nil
    }

    /// The value of a plain scalar.
    static func resolve(_ text: String) throws(Problem) -> Document {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "=", "<<": throw Problem(reason: "'\(text)' has a meaning of its own in YAML: put it in quotes")
        default: break
        }
        if text.utf8.count <= 5, let value = boolean(text), isCased(text) { return .bool(value) }
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else { return .string(text) }
        if let value = try integer(text) { return value }
        if let value = real(text) { return .real(value) }
        return .string(text)
    }

    private static func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
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
