import Testing

/// Clients that go away, stall, or send less than they announced.
@Suite struct BrokenClientTests {
    @Test(arguments: [0, 1, 8, 16, 20, 60, 200, 40_000])
    func disconnectingTakesNoWorkerDown(after count: Int) throws {
        let fixture = try GatewayFixture.make(given: .node("N"), arguments: ["--threads", "2"])
        let records = GatewayFixture.records(
            of: Message(method: "PUT", target: "/nodes/N/startup-config", body: Array(repeating: 0x78, count: 60_000)))
        for _ in 0..<6 {
            let connection = try Connection(to: .unix(fixture.gateway.socket))
            try connection.send(Array(records.prefix(count)))
        }
        for _ in 0..<4 {
            #expect(try fixture.reply(to: Message(target: "/bootstrap")).status == 200)
        }
        #expect(!Files.exists(fixture.sandbox.dataRoot.absolute("nodes/N/startup-config")))
    }

    @Test func leavingBeforeTheAnswerTakesNoWorkerDown() throws {
        let fixture = try GatewayFixture.make(
            given: [.bytes("files/image", Scenario.image)], arguments: ["--threads", "2"])
        for _ in 0..<6 {
            let connection = try Connection(to: .unix(fixture.gateway.socket))
            try connection.send(GatewayFixture.records(of: Message(target: "/files/image")))
        }
        for _ in 0..<4 {
            #expect(try fixture.reply(to: Message(target: "/files/image")).body == Scenario.image)
        }
    }

    @Test func stalledClientsDoNotBlockOthers() throws {
        let fixture = try GatewayFixture.make(arguments: ["--threads", "2"])
        // libfcgi waits two seconds for a first byte: two workers that did so would need longer for these than the
        // client has patience.
        let stalled = try (0..<80).map { _ in try Connection(to: .unix(fixture.gateway.socket)) }
        #expect(try fixture.reply(to: Message(target: "/bootstrap")).status == 200)
        withExtendedLifetime(stalled) {}
    }

    @Test func truncatedBodyOverFastCGI() throws {
        let fixture = try GatewayFixture.make(given: .node("N", startupConfig: "old"))
        #expect(try fixture.reply(to: Self.truncated).status == 400)
        #expect(try Files.text(fixture.sandbox.dataRoot.absolute("nodes/N/startup-config")) == "old")
    }

    @Test func truncatedBodyOverCGI() throws {
        let sandbox = try Sandbox(name: "broken")
        try sandbox.configure()
        for given in [Given].node("N", startupConfig: "old") { try sandbox.dataRoot.apply(given) }
        #expect(try CGIDriver(sandbox: sandbox).send(Self.truncated).status == 400)
        #expect(try Files.text(sandbox.dataRoot.absolute("nodes/N/startup-config")) == "old")
    }

    @Test func truncatedBodyOverHTTP() throws {
        let sandbox = try Sandbox(name: "broken")
        let port = try Sandbox.freePort()
        try sandbox.configure(port: port)
        for given in [Given].node("N", startupConfig: "old") { try sandbox.dataRoot.apply(given) }
        let driver = try StandaloneDriver(sandbox, port: port)
        defer { driver.stop() }
        do {
            let connection = try Connection(to: .port(port))
            try connection.send(Array(HTTPClient(port: port).head(of: Self.truncated).utf8) + [0x78])
        }
        #expect(try driver.send(Message(target: "/nodes/N/startup-config")).text == "old")
    }

    private static var truncated: Message {
        var message = Message(method: "PUT", target: "/nodes/N/startup-config", body: Array("short".utf8))
        message.contentLength = 1000
        return message
    }
}
