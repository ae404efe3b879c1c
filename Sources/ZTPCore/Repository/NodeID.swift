/// What identifies a node: its serial number or system MAC, and the name of its folder.
public struct NodeID: Sendable, Hashable {
    public let rawValue: String

    /// 1 to 255 bytes, no slash, backslash or control character, not `.` or `..`: a plain file name.
    public init?(rawValue: String) {
        guard (1...255).contains(rawValue.utf8.count), rawValue != ".", rawValue != "..",
            !rawValue.unicodeScalars.contains(where: { $0 == "/" || $0 == "\\" || $0.isControl })
        else { return nil }
        self.rawValue = rawValue
    }
}

extension NodeID: CustomStringConvertible {
    public var description: String { rawValue }
}
