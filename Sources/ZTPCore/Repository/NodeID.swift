/// What identifies a node: its serial number or system MAC, and the name of its folder.
public struct NodeID: Sendable, Hashable {
    // Compared and hashed by bytes, as the file system does with the folder's name.
    private let text: ExactText

    public var rawValue: String { text.string }

    /// 1 to 255 bytes, no slash, backslash, control character, line separator or byte order mark, nothing that Unicode
    /// reserves, not `.` or `..`: a plain file name that can stand in a pool's file.
    public init?(rawValue: String) {
        guard (1...255).contains(rawValue.utf8.count), rawValue != ".", rawValue != "..",
            !rawValue.unicodeScalars.contains(where: { $0 == "/" || $0 == "\\" || $0.isControl || $0.isTroublesome })
        else { return nil }
        text = ExactText(rawValue)
    }
}

extension NodeID: CustomStringConvertible {
    public var description: String { rawValue }
}

extension Unicode.Scalar {
    /// Line separators, the byte order mark and what is no character: YAML cannot hold them, or reads them as something
    /// else.
    var isTroublesome: Bool {
        switch value {
        case 0x85, 0x2028, 0x2029, 0xFEFF, 0xFDD0...0xFDEF: true
        default: value & 0xFFFE == 0xFFFE
        }
    }
}
