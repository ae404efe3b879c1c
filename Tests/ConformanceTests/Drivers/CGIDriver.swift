/// Runs the gateway as a CGI program, once per request.
struct CGIDriver: Driver {
    var sandbox: Sandbox

    func send(_ message: Message) throws -> Reply {
        let environment =
            CGIEnvironment(message, style: .mounted).strings + [Array("ZTPS_CONFIG=\(sandbox.configurationPath)".utf8)]
        let finished = try ChildProcess.run(Products.gateway, environment: environment, input: message.body ?? [])
        guard finished.exit == .code(0) else {
            throw TestError("the program ended with \(finished.exit): \(finished.error)")
        }
        return try ReplyParser.cgi(finished.output, method: message.method)
    }

    func stop() {}
}
