import Glibc
import Testing

/// SIGTERM: mod_fcgid sends it and kills three seconds later.
@Suite struct StopTests {
    @Test func idleGatewayEndsAtOnce() throws {
        let fixture = try GatewayFixture.make()
        _ = try fixture.reply(to: Message(target: "/bootstrap"))
        fixture.gateway.process.send(signal: SIGTERM)
        #expect(fixture.gateway.process.wait(seconds: 60) == .code(0))
    }

    @Test func idleStandaloneServerEndsAtOnce() throws {
        let sandbox = try Sandbox(name: "stop")
        let port = try Sandbox.freePort()
        try sandbox.configure(port: port)
        let driver = try StandaloneDriver(sandbox, port: port)
        defer { driver.stop() }
        #expect(try driver.send(Message(target: "/bootstrap")).status == 200)
        driver.process.send(signal: SIGTERM)
        #expect(driver.process.wait(seconds: 60) == .code(0))
    }

    @Test func runningRequestIsAnswered() throws {
        let fixture = try GatewayFixture.make(
            given: .node("N", handler: Self.handler("until [ -e go ]; do sleep 0.01; done")))
        let connection = try Self.startUpload(to: fixture)
        fixture.gateway.process.send(signal: SIGTERM)
        try Files.write(fixture.sandbox.dataRoot.absolute("nodes/N/go"), [])
        let answer = try FastCGIClient.answer(in: connection.readToEnd())
        #expect(try ReplyParser.cgi(answer.output, method: "PUT").status == 200)
        #expect(fixture.gateway.process.wait(seconds: 60) == .code(0))
    }

    @Test func programsThatRunTooLongAreKilled() throws {
        let fixture = try GatewayFixture.make(given: .node("N", handler: Self.handler("sleep 600")))
        let connection = try Self.startUpload(to: fixture)
        let handler = try #require(pid_t(Files.text(Self.markPath(in: fixture)).split(separator: "\n")[0]))
        fixture.gateway.process.send(signal: SIGTERM)
        #expect(fixture.gateway.process.wait(seconds: 60) == .code(0))
        #expect(wait(seconds: 60) { kill(handler, 0) != 0 })
        withExtendedLifetime(connection) {}
    }

    @Test func listeningSocketIsGoneOrRefuses() throws {
        let fixture = try GatewayFixture.make()
        fixture.gateway.process.stop()
        #expect(throws: TestError.self) { try Connection(to: .unix(fixture.gateway.socket)) }
    }

    /// A config-handler that says that it runs, and what it does then.
    private static func handler(_ command: String) -> String {
        "#!/bin/sh\ncd \"${0%/*}\" && echo $$ > mark.new && mv mark.new mark\n\(command)\n"
    }

    private static func markPath(in fixture: GatewayFixture) -> String {
        fixture.sandbox.dataRoot.absolute("nodes/N/mark")
    }

    /// Sends a startup-config and returns when its config-handler runs.
    private static func startUpload(to fixture: GatewayFixture) throws -> Connection {
        let connection = try Connection(to: .unix(fixture.gateway.socket))
        try connection.send(
            GatewayFixture.records(of: Message(method: "PUT", target: "/nodes/N/startup-config", body: [0x78])))
        guard wait(seconds: 60, until: { Files.exists(markPath(in: fixture)) }) else {
            throw TestError("the config-handler does not run: \(try Files.text(fixture.gateway.log))")
        }
        return connection
    }
}
