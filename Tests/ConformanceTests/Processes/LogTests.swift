import Testing

/// Where log lines go.
@Suite(.serialized) struct LogTests {
    /// Caddy 2.6 keeps the lines of the error stream to itself; its site file says so.
    @Test(arguments: WebServer.allCases.filter { $0 != .caddy })
    func refusalReachesTheErrorLogOfTheSite(server: WebServer) throws {
        try server.requireProgram()
        let sandbox = try Sandbox(name: "log")
        try sandbox.configure()
        let driver = try WebServerDriver(server, mount: .root, sandbox: sandbox)
        defer { driver.stop() }
        let report = Message(method: "POST", target: "/nodes", body: Array(#"{"serialnumber":"LOG77"}"#.utf8))
        #expect(try driver.send(report).status == 400)
        #expect(
            wait(seconds: 60) { Self.isComplete(Self.line(naming: "LOG77", in: (try? driver.errorLog()) ?? "")) },
            "\((try? driver.errorLog()) ?? "no log")")
    }

    @Test func refusalReachesTheErrorStream() throws {
        let fixture = try GatewayFixture.make()
        #expect(Self.isComplete(try Self.refusal(through: fixture)))
    }

    /// HAProxy before 2.6.14 aborts when it finds lines of the error stream while nothing of the head is there.
    @Test func linesAndHeadComeInOnePiece() throws {
        let fixture = try GatewayFixture.make()
        let connection = try Connection(to: .unix(fixture.gateway.socket))
        try connection.send(
            GatewayFixture.records(
                of: Message(method: "POST", target: "/nodes", body: Array(#"{"serialnumber":"LOG77"}"#.utf8))))
        let piece = String(decoding: try connection.read(), as: UTF8.self)
        #expect(piece.contains("node=LOG77") && piece.contains("Status: 400"), "\(piece)")
    }

    @Test func consoleLoggingOffSilencesOnlyTheProcess() throws {
        let fixture = try GatewayFixture.make(extra: ["console_logging = False", "nonsense = 1"])
        #expect(Self.isComplete(try Self.refusal(through: fixture)))
        fixture.gateway.process.stop()
        #expect(try Files.text(fixture.gateway.log) == "")
    }

    @Test func loggingOffSilencesEverything() throws {
        let fixture = try GatewayFixture.make(extra: ["logging = False", "nonsense = 1"])
        #expect(try Self.refusal(through: fixture) == "")
        fixture.gateway.process.stop()
        #expect(try Files.text(fixture.gateway.log) == "")
    }

    @Test func unknownOptionsAreReportedAtTheStart() throws {
        let fixture = try GatewayFixture.make(extra: ["nonsense = 1"])
        // The socket is there before the lines of the start are written.
        let place = "\(fixture.sandbox.configurationPath):4"
        let isThere = try wait(seconds: 60) {
            try Files.text(fixture.gateway.log).split(separator: "\n").contains {
                $0.contains(place) && $0.contains("nonsense")
            }
        }
        let text = try Files.text(fixture.gateway.log)
        #expect(isThere, "\(text)")
    }

    @Test func formatIsHonoured() throws {
        let fixture = try GatewayFixture.make(extra: ["console_logging_format = <%(levelname)8s> %(message)s"])
        let line = try Self.refusal(through: fixture)
        #expect(line.hasPrefix("<    INFO> node=LOG77 "), "\(line)")
    }

    @Test func namesCannotForgeLines() throws {
        let fixture = try GatewayFixture.make()
        let forged = Message(method: "POST", target: "/nodes", body: Array(#"{"serialnumber":"a\nforged line"}"#.utf8))
        let text = String(decoding: try fixture.gateway.client.send(forged).error, as: UTF8.self)
        #expect(!text.split(separator: "\n").contains { $0.hasPrefix("forged") })
        #expect(!text.isEmpty)
    }

    /// What the gateway writes to the error stream of a refused report.
    private static func refusal(through fixture: GatewayFixture) throws -> String {
        let report = Message(method: "POST", target: "/nodes", body: Array(#"{"serialnumber":"LOG77"}"#.utf8))
        return line(
            naming: "LOG77", in: String(decoding: try fixture.gateway.client.send(report).error, as: UTF8.self))
    }

    private static func line(naming node: String, in text: String) -> String {
        text.split(separator: "\n").first { $0.contains("node=\(node)") }.map(String.init) ?? ""
    }

    /// Level, node, peer and request id stand in one line.
    private static func isComplete(_ line: String) -> Bool {
        line.contains(/\b(INFO|WARNING|ERROR)\b/) && line.contains("node=LOG77")
            && line.contains(/peer=(127\.0\.0\.1|192\.0\.2\.7)/) && line.contains(/request=[^ ]+/)
    }
}
