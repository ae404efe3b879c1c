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
        guard let equals = field.firstIndex(of: "="), field[..<equals].lowercased() == "bytes" else { return nil }
        let specification = field[field.index(after: equals)...].trimmingBlanks
        guard let dash = specification.firstIndex(of: "-") else { return nil }
        let first = specification[..<dash]
        let last = specification[specification.index(after: dash)...]
        guard (first + last).allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
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
