/// What a Range field asks of a file (RFC 9110, section 14).
enum ByteRange: Equatable {
    /// No range, one that is not understood, or several: the whole file answers.
    case whole
    /// From the first byte on, so many.
    case part(offset: Int64, length: Int64)
    /// Nothing of it lies in the file.
    case unsatisfiable

    /// - Parameter size: bytes in the file.
    init(_ field: String?, size: Int64) {
        self = field.flatMap { Self.parse($0, size: size) } ?? .whole
    }

    private static func parse(_ field: String, size: Int64) -> ByteRange? {
        let field = field.utf8
        guard let equals = field.firstIndex(of: UInt8(ascii: "=")),
            String(decoding: field[..<equals], as: UTF8.self).lowercased() == "bytes"
        else { return nil }
        let specification = field[field.index(after: equals)...].trimmingBlanks
        let parts = specification.split(separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts.joined().allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
            return nil
        }
        let (first, last) = (String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self))
        if first.isEmpty {
            guard !last.isEmpty else { return nil }
            let count = min(Int64(last) ?? .max, size)
            return count > 0 ? .part(offset: size - count, length: count) : .unsatisfiable
        }
        let start = Int64(first) ?? .max
        let end = last.isEmpty ? Int64.max : Int64(last) ?? .max
        guard start <= end else { return nil }
        guard start < size else { return .unsatisfiable }
        return .part(offset: start, length: min(end, size - 1) - start + 1)
    }
}

extension Substring.UTF8View {
    /// Without blanks and tabs at both ends, the only white space of header fields (RFC 9110, section 5.6.3).
    var trimmingBlanks: Substring.UTF8View {
        var rest = self
        while let byte = rest.first, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { rest.removeFirst() }
        while let byte = rest.last, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { rest.removeLast() }
        return rest
    }
}
