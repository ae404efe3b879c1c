/// One record of the FastCGI 1.0 protocol.
struct FastCGIRecord: Sendable {
    enum Kind: UInt8, Sendable {
        case beginRequest = 1
        case abortRequest = 2
        case endRequest = 3
        case params = 4
        case stdin = 5
        case stdout = 6
        case stderr = 7
    }

    var kind: Kind
    var content: [UInt8]

    /// With request id 1 and no padding.
    var bytes: [UInt8] {
        [1, kind.rawValue, 0, 1, UInt8(content.count >> 8), UInt8(content.count & 0xFF), 0, 0] + content
    }

    /// A stream cut into records; the empty one at its end closes it.
    static func stream(_ kind: Kind, _ content: [UInt8], closed: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: content.count, by: 32 << 10) {
            bytes +=
                FastCGIRecord(kind: kind, content: Array(content[start..<min(start + (32 << 10), content.count)])).bytes
        }
        return closed ? bytes + FastCGIRecord(kind: kind, content: []).bytes : bytes
    }

    /// Asks for one request; the connection is closed after it.
    static func begin(role: UInt8 = 1) -> [UInt8] {
        FastCGIRecord(kind: .beginRequest, content: [0, role, 0, 0, 0, 0, 0, 0]).bytes
    }

    /// Name-value pairs of the PARAMS stream.
    static func pairs(_ variables: [(name: String, value: [UInt8])]) -> [UInt8] {
        variables.reduce(into: []) { bytes, variable in
            let name = Array(variable.name.utf8)
            bytes += length(name.count) + length(variable.value.count) + name + variable.value
        }
    }

    private static func length(_ count: Int) -> [UInt8] {
        count < 128
            ? [UInt8(count)]
            : [UInt8(count >> 24) | 0x80, UInt8(count >> 16 & 0xFF), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
    }
}
