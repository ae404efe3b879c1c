/// What CONTENT_LENGTH says.
public enum ContentLength: Sendable, Equatable {
    /// Nothing: the variable is missing or empty, or the web server says that it does not know the length either. Caddy
    /// hands a chunked body on with -1.
    case unknown
    case bytes(Int)
    /// Something that is not a count of bytes.
    case invalid

    /// Reads the variable's value; decimal digits only (RFC 3875, section 4.1.2), or -1.
    public init(_ value: [UInt8]?) {
        guard let value, value != Array("-1".utf8) else {
            self = .unknown
            return
        }
        guard value.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
            self = .invalid
            return
        }
        // A count that no integer holds is still a count, and over every limit.
        self = .bytes(Int(String(decoding: value, as: UTF8.self)) ?? .max)
    }
}
