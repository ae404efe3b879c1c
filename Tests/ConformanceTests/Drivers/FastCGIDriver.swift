/// The gateway on a Unix socket, spoken to directly.
struct FastCGIDriver: Driver {
    private let gateway: Gateway

    init(_ sandbox: Sandbox) throws { gateway = try Gateway(sandbox) }

    func send(_ message: Message) throws -> Reply {
        let answer = try gateway.client.send(message)
        guard answer.protocolStatus == 0 else { throw TestError("protocol status \(answer.protocolStatus)") }
        return try ReplyParser.cgi(answer.output, method: message.method)
    }

    func stop() { gateway.process.stop() }
}
