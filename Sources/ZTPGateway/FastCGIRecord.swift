/// Records of the FastCGI protocol, for what libfcgi cannot send in one piece (FastCGI specification, section 3.3).
enum FastCGIRecord {
    enum Kind: UInt8 {
        case standardOutput = 6
        case standardError = 7
    }

    private static let version: UInt8 = 1
    private static let mostContent = Int(UInt16.max)

    /// Part of a stream of the request `id`, in as many records as it takes; none for no bytes, which would end the stream.
    static func stream(_ kind: Kind, _ id: UInt16, _ content: [UInt8]) -> [UInt8] {
        var records: [UInt8] = []
        var rest = content[...]
        while !rest.isEmpty {
            let part = rest.prefix(mostContent)
            let count = UInt16(part.count)
            records += [version, kind.rawValue] + bytes(id) + bytes(count) + [0, 0] + part
            rest = rest.dropFirst(part.count)
        }
        return records
    }

    /// The most significant byte first.
    private static func bytes(_ number: UInt16) -> [UInt8] {
        [UInt8(number >> 8), UInt8(number & 0xFF)]
    }
}
