/// What CONTENT_LENGTH says.
public enum ContentLength: Sendable, Equatable {
    /// Nothing: the variable is missing or empty.
    case absent
    case bytes(Int)
    /// Something that is no count of bytes.
    case invalid

    /// Reads the variable's value; decimal digits only (RFC 3875, section 4.1.2).
    public init(_ value: [UInt8]?) {
        guard let value else {
            self = .absent
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
