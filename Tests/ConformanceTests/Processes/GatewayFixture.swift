/// A gateway of a test's own with its data_root.
struct GatewayFixture {
    let sandbox: Sandbox
    let gateway: Gateway

    /// - Parameters:
    ///   - given: what stands in data_root before the start.
    ///   - extra: further lines of `[default]`.
    static func make(
        given: [Given] = [], mount: Mount = .root, extra: [String] = [], arguments: [String] = [],
        environment: [String] = [], asServiceUser: Bool = false
    ) throws -> GatewayFixture {
        let sandbox = try Sandbox(name: "gateway")
        try sandbox.configure(mount: mount, extra: extra)
        for given in given { try sandbox.dataRoot.apply(given) }
        return GatewayFixture(
            sandbox: sandbox,
            gateway: try Gateway(sandbox, arguments: arguments, environment: environment, asServiceUser: asServiceUser))
    }

    func reply(to message: Message) throws -> Reply {
        try ReplyParser.cgi(gateway.client.send(message).output, method: message.method)
    }

    /// The whole of a request's records, to be sent in parts.
    static func records(of message: Message) -> [UInt8] {
        let environment = CGIEnvironment(message, style: .wholeScriptName)
        return FastCGIRecord.begin() + FastCGIRecord.stream(.params, FastCGIRecord.pairs(environment.variables))
            + FastCGIRecord.stream(.stdin, message.body ?? [])
    }
}
