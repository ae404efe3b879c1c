/// Reads whole responses: HTTP/1.1 from a connection that was closed, and what CGI programs write.
///
/// Strict: a body that is longer or shorter than its framing says is an error.
enum ReplyParser {
    /// An HTTP/1.1 response, interim responses skipped.
    static func http(_ bytes: [UInt8], method: String) throws -> Reply {
        let (head, rest) = try splitHead(bytes)
        guard let line = head.first, line.hasPrefix("HTTP/1."), let status = Int(line.split(separator: " ")[1]) else {
            throw TestError("no status line: \(head.first ?? "")")
        }
        if (100..<200).contains(status) { return try http(rest, method: method) }
        let reply = Reply(status: status, fields: try fields(head.dropFirst()), body: [])
        if method == "HEAD" || status == 304 || status == 204 {
            guard rest.isEmpty else { throw TestError("\(rest.count) bytes of body where none may be: \(reply)") }
            return reply
        }
        var whole = reply
        if reply["Transfer-Encoding"]?.lowercased() == "chunked" {
            whole.body = try chunked(rest)
        } else if let length = reply["Content-Length"] {
            guard Int(length) == rest.count else {
                throw TestError("Content-Length \(length) but \(rest.count) bytes: \(reply)")
            }
            whole.body = rest
        } else {
            whole.body = rest
        }
        return whole
    }

    /// What a CGI program writes: header fields with `Status`, a blank line, the body.
    static func cgi(_ bytes: [UInt8], method: String) throws -> Reply {
        let (head, body) = try splitHead(bytes)
        var reply = Reply(status: 200, fields: try fields(head[...]), body: body)
        if let status = reply["Status"] {
            guard let number = Int(status.prefix(3)) else { throw TestError("bad Status: \(status)") }
            reply.status = number
            reply.fields.removeAll { $0.name.lowercased() == "status" }
        }
        if method == "HEAD" || reply.status == 304 {
            guard body.isEmpty else { throw TestError("\(body.count) bytes of body where none may be: \(reply)") }
        } else if let length = reply["Content-Length"], Int(length) != body.count {
            throw TestError("Content-Length \(length) but \(body.count) bytes: \(reply)")
        }
        return reply
    }

    private static func splitHead(_ bytes: [UInt8]) throws -> (head: [String], rest: [UInt8]) {
        var lines: [String] = []
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            guard end > start, bytes[end - 1] == UInt8(ascii: "\r") else {
                throw TestError("a head line without CR LF")
            }
            let line = String(decoding: bytes[start..<end - 1], as: UTF8.self)
            start = end + 1
            if line.isEmpty { return (lines, Array(bytes[start...])) }
            lines.append(line)
        }
        throw TestError(
            "\(bytes.count) bytes without the end of a head: \(String(decoding: bytes.prefix(300), as: UTF8.self))")
    }

    private static func fields(_ lines: ArraySlice<String>) throws -> [Reply.Field] {
        try lines.map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else { throw TestError("no header field: \(line)") }
            return Reply.Field(name: String(parts[0]), value: String(parts[1].drop { $0 == " " }))
        }
    }

    private static func chunked(_ bytes: [UInt8]) throws -> [UInt8] {
        var body: [UInt8] = []
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\r")) {
            guard let count = Int(String(decoding: bytes[start..<end], as: UTF8.self), radix: 16),
                end + 2 + count + 2 <= bytes.count
            else { break }
            if count == 0 { return body }
            body += bytes[end + 2..<end + 2 + count]
            start = end + 2 + count + 2
        }
        throw TestError("the chunked body breaks off after \(body.count) bytes")
    }
}
