/// JSON that keeps the order of members, as the protocol needs it: the order of a node's interfaces decides how it
/// matches.
public enum JSON {
    /// Why a text is not JSON.
    public struct SyntaxError: Error, Sendable, Equatable {
        /// Bytes before the error.
        public var offset: Int
        public var reason: String
    }

    /// Reads one JSON value.
    ///
    /// As tolerant as the field's programs are: `NaN`, `Infinity` and `-Infinity` are numbers, a repeated member takes
    /// the last value, a lone surrogate becomes U+FFFD. `Document.Limit` holds.
    public static func parse(_ bytes: [UInt8]) throws(SyntaxError) -> Document {
        let result: Result<Document, SyntaxError> = bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(bytes: buffer)
            return Result { () throws(SyntaxError) in try parser.parseDocument() }
        }
        return try result.get()
    }

    /// Writes a document on one line with `", "` and `": "` between its parts, everything beyond ASCII escaped:
    /// the form that clients of the protocol and existing tools have always seen.
    public static func encode(_ document: Document) -> [UInt8] {
        var writer = JSONWriter()
        writer.write(document)
        return writer.bytes
    }
}

extension JSON.SyntaxError {
    /// The place of the error in the text that was read.
    func mark(in bytes: [UInt8]) -> SourceMark {
        let lines = String(decoding: bytes.prefix(offset), as: UTF8.self).unicodeScalars
            .split(separator: "\n", omittingEmptySubsequences: false)
        return SourceMark(line: lines.count, column: (lines.last?.count ?? 0) + 1)
    }
}
