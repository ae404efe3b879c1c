/// YAML as the existing installations' files are written: syntax by libyaml, types by the YAML 1.1 rules.
enum YAML {
    typealias SyntaxError = YAMLProblem

    /// Reads one document; nil when the text holds none.
    static func compose(_ bytes: [UInt8]) throws(SyntaxError) -> YAMLNode? {
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard bytes.count <= Document.Limit.bytes else { throw SyntaxError(mark: nil, reason: Document.Excess.bytes) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SyntaxError(mark: SourceMark(firstInvalidIn: bytes), reason: "this is not text in UTF-8")
        }
        do { return try compose(text) } catch {
            // JSON writes characters beyond the first 65,536 as two escapes, which this parser does not know.
            guard error.reason.isSame(as: surrogateEscape), let joined = joiningSurrogates(text) else { throw error }
            return try compose(joined)
        }
    }

    /// What is said of an escape that is half a character.
    private static let surrogateEscape = YAMLProblem.badEscape

    private static func compose(_ text: String) throws(SyntaxError) -> YAMLNode? {
        var text = text
        let result: Result<YAMLNode?, SyntaxError> = text.withUTF8 { bytes in
            Result { () throws(SyntaxError) in
                var composer = YAMLComposer(try YAMLEvents(text: bytes))
                return try composer.document()
            }
        }
        return try result.get()
    }

    /// The text with each pair of surrogate escapes written as one escape; nil when there is none.
    private static func joiningSurrogates(_ text: String) -> String? {
        let pair = /\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})/
        guard text.contains(pair) else { return nil }
        return text.replacing(pair) { match in
            guard let high = UInt32(match.1, radix: 16), let low = UInt32(match.2, radix: 16) else { return "" }
            return "\\U" + String(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), radix: 16).leftPadded(to: 8)
        }
    }

    /// Reads one document as a plain value; null when the text holds none.
    static func parse(_ bytes: [UInt8]) throws(SyntaxError) -> Document {
        try compose(bytes)?.document() ?? .null
    }
}

/// Why a text is not usable YAML.
public struct YAMLProblem: Error, Sendable, Equatable {
    /// Where, if it is known.
    public var mark: SourceMark?
    public var reason: String
}

/// A place in a file; lines and columns count from 1. Column 0 stands for the whole line.
public struct SourceMark: Sendable, Hashable {
    public var line: Int
    public var column: Int
}

extension YAMLProblem: CustomStringConvertible {
    /// `line:column: reason`, as far as they are known.
    public var description: String {
        mark.map { "\($0.line):\($0.column): \(reason)" } ?? reason
    }
}

extension YAMLProblem {
    /// The same with the file in front: `file:line:column: reason`.
    public func description(in file: String) -> String {
        "\(file):\(mark == nil ? " " : "")\(self)"
    }
}
