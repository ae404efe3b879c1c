/// A web server's side of the FastCGI protocol.
struct FastCGIClient: Sendable {
    var address: Connection.Address

    /// Everything that the application said about one request.
    struct Answer: Sendable {
        var output: [UInt8] = []
        /// The error stream, which web servers write to their error log.
        var error: [UInt8] = []
        /// Of END_REQUEST.
        var protocolStatus: UInt8 = 0
    }

    func send(_ message: Message, style: CGIEnvironment.Style = .wholeScriptName) throws -> Answer {
        let connection = try Connection(to: address)
        try connection.send(
            FastCGIRecord.begin()
                + FastCGIRecord.stream(.params, FastCGIRecord.pairs(CGIEnvironment(message, style: style).variables)))
        try connection.send(FastCGIRecord.stream(.stdin, message.body ?? []))
        return try Self.answer(in: connection.readToEnd())
    }

    static func answer(in bytes: [UInt8]) throws -> Answer {
        var answer = Answer()
        var start = 0
        while start + 8 <= bytes.count {
            let count = Int(bytes[start + 4]) << 8 | Int(bytes[start + 5])
            let next = start + 8 + count + Int(bytes[start + 6])
            guard bytes[start] == 1, next <= bytes.count, let kind = FastCGIRecord.Kind(rawValue: bytes[start + 1])
            else {
                throw TestError("a broken FastCGI record at byte \(start)")
            }
            let content = bytes[start + 8..<start + 8 + count]
            switch kind {
            case .stdout: answer.output += content
            case .stderr: answer.error += content
            case .endRequest:
                answer.protocolStatus = content[content.startIndex + 4]
                return answer
            case .beginRequest, .abortRequest, .params, .stdin: throw TestError("an application sent \(kind)")
            }
            start = next
        }
        throw TestError("the connection ended before END_REQUEST: \(String(decoding: answer.output, as: UTF8.self))")
    }
}
