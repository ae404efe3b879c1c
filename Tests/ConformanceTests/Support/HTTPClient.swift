/// A client that sends targets exactly as they are written and reads one response per connection.
struct HTTPClient: Sendable {
    var port: Int

    func send(_ message: Message) throws -> Reply {
        let connection = try Connection(to: .port(port))
        try connection.send(Array(head(of: message).utf8))
        // A segment of its own, as the switch's client sends it.
        if let body = message.body { try connection.send(message.isChunked ? Self.chunked(body) : body) }
        return try ReplyParser.http(connection.readToEnd(), method: message.method)
    }

    func head(of message: Message) -> String {
        var lines = ["\(message.method) \(message.target) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"]
        lines += message.fields.map { "\($0.name): \($0.value)" }
        if let length = message.contentLength { lines.append("Content-Length: \(length)") }
        if message.isChunked { lines.append("Transfer-Encoding: chunked") }
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// In chunks of uneven sizes.
    private static func chunked(_ body: [UInt8]) -> [UInt8] {
        var chunks: [UInt8] = []
        var rest = body[...]
        var size = 1
        while !rest.isEmpty {
            let part = rest.prefix(size)
            chunks += Array("\(String(part.count, radix: 16))\r\n".utf8) + part + Array("\r\n".utf8)
            rest = rest.dropFirst(part.count)
            size = min(size * 3, 16 << 10)
        }
        return chunks + Array("0\r\n\r\n".utf8)
    }
}
