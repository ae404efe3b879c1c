/// The URL at which switches reach the server: `[default] server_url`.
public struct ServerURL: Sendable, Equatable {
    /// Exactly as it is configured; this is what `$SERVER` becomes.
    public let text: String
    /// The decoded segments of its path: the route prefix.
    public let prefix: [String]
    /// The text without slashes at its end, so that a path can be joined on.
    private let base: String

    /// Accepts `http://` and `https://` URLs with a host.
    public init?(_ text: String) {
        let lower = text.lowercased()
        guard let scheme = ["http://", "https://"].first(where: lower.hasPrefix) else { return nil }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.isEmpty, !authority.hasPrefix(":"), !text.contains(where: \.isWhitespace) else { return nil }
        guard !text.contains("?"), !text.contains("#") else { return nil }
        guard let path = try? RequestPath(percentEncoded: rest.dropFirst(authority.count)) else { return nil }
        self.text = text
        prefix = path.segments.filter { !$0.isEmpty }
        var base = text[...]
        while base.last == "/" { base.removeLast() }
        self.base = String(base)
    }

    /// The absolute URL of a path under the server, with one slash at each joint.
    ///
    /// Each segment is percent-encoded as a single one; `:` is kept, as clients expect it in node ids.
    public func joining(_ segments: String...) -> String {
        segments.reduce(into: base) { url, segment in
            url += "/"
            for byte in segment.utf8 {
                if Self.isPlain(byte) {
                    url.unicodeScalars.append(Unicode.Scalar(byte))
                } else {
                    url += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
                }
            }
        }
    }

    /// RFC 3986's unreserved characters and those reserved ones that a path segment may hold unescaped.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "-._~:@!$&'()*+,;=".utf8.contains(byte)
        }
    }
}
