public import HTTPTypes
public import ZTPCore

extension Response {
    /// The head as a CGI program writes it (RFC 3875, section 6.3): the fields, `Content-Length`, `Status`, an empty line.
    ///
    /// `Status` comes last: HAProxy takes the fields in their order, and a `Location` behind `Status` makes it answer 302
    /// (haproxy/haproxy issue 2865). To every other web server the order is all the same.
    ///
    /// The same for HEAD, whose Content-Length, if it is known, is that of the body that is left out. Statuses that never have a body
    /// have no Content-Length either.
    public var cgiHead: [UInt8] {
        var head: [UInt8] = []
        for field in fields where field.name != .contentLength {
            head += Array("\(field.name.rawName): ".utf8)
            field.withUnsafeBytesOfValue { head += $0 }
            head += Self.lineEnd
        }
        if mayHaveBody, let count = body.count { head += Array("Content-Length: \(count)\r\n".utf8) }
        head += Array("Status: \(status.code)".utf8)
        if !status.reasonPhrase.isEmpty { head += Array(" \(status.reasonPhrase)".utf8) }
        head += Self.lineEnd
        return head + Self.lineEnd
    }

    /// Whether the body follows the head.
    public func sendsBody(to method: HTTPRequest.Method) -> Bool {
        mayHaveBody && method != .head && body.count ?? 0 > 0
    }

    private var mayHaveBody: Bool {
        status.kind != .informational && status != .noContent && status != .notModified
    }

    private static let lineEnd = Array("\r\n".utf8)
}
