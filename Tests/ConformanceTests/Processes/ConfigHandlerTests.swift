import Testing

/// What a config-handler is given, and where its words go.
@Suite struct ConfigHandlerTests {
    private static let upload = Message(method: "PUT", target: "/nodes/N77/startup-config", body: [0x78])

    @Test func findsTheNodeInItsEnvironment() throws {
        let handler = """
            #!/bin/sh
            printf '%s|%s|%s|%s' "$ZTPS_NODE" "$ZTPS_DATA_ROOT" "$ZTPS_SERVER_URL" "$SITE"

            """
        let fixture = try GatewayFixture.make(
            given: .node("N77", handler: handler), environment: ["SITE=lab", "ZTPS_NODE=other"])
        let answer = try fixture.gateway.client.send(Self.upload)
        let url = try #require(
            try Files.text(fixture.sandbox.configurationPath).split(separator: "\n").first {
                $0.hasPrefix("server_url")
            }?.split(separator: "=").last?.drop { $0 == " " })
        let root = fixture.sandbox.dataRoot.path
        let log = String(decoding: answer.error, as: UTF8.self)
        #expect(log.contains("config-handler: N77|\(root)|\(url)|lab"), "\(log)")
    }

    /// Both channels in the order written, one line each, with the node; nothing can forge a line.
    @Test func itsOutputIsLogged() throws {
        let handler = """
            #!/bin/sh
            echo one
            echo two >&2
            printf 'th\\033[31mree\\rINFO forged'

            """
        let fixture = try GatewayFixture.make(given: .node("N77", handler: handler))
        let answer = try fixture.gateway.client.send(Self.upload)
        #expect(try ReplyParser.cgi(answer.output, method: "PUT").status == 200)
        let lines = String(decoding: answer.error, as: UTF8.self).split(separator: "\n")
            .filter { $0.contains("config-handler: ") }
        #expect(lines.count == 3, "\(lines)")
        for (line, words) in zip(lines, ["one", "two", "th"]) {
            #expect(line.contains("node=N77") && line.contains("config-handler: \(words)"), "\(line)")
        }
        #expect(!lines.contains { $0.unicodeScalars.contains { $0.value < 0x20 } }, "\(lines)")
    }

    @Test func muchOutputIsCut() throws {
        let fixture = try GatewayFixture.make(given: .node("N77", handler: "#!/bin/sh\nyes words | head -n 100000\n"))
        let answer = try fixture.gateway.client.send(Self.upload)
        #expect(try ReplyParser.cgi(answer.output, method: "PUT").status == 200)
        #expect(!answer.error.isEmpty && answer.error.count < 100_000, "\(answer.error.count) bytes")
    }

    /// Under CGI the request is in the server's own environment, with fields that a client chose (httpoxy).
    @Test func nothingOfTheRequestIsInIt() throws {
        let sandbox = try Sandbox(name: "handler")
        try sandbox.configure()
        let handler = "#!/bin/sh\nenv | cut -d= -f1 | sort | tr '\\n' ' ' > \"${0%/*}/names\"\n"
        for given in [Given].node("N77", handler: handler) { try sandbox.dataRoot.apply(given) }
        var message = Self.upload
        message.fields = [("Proxy", "http://evil"), ("X-Arista-Serial", "S")]
        message.contentLength = 1
        let environment =
            CGIEnvironment(message, style: .mounted).strings
            + ["ZTPS_CONFIG=\(sandbox.configurationPath)", "MYSQL_USER=root", "PATH=/usr/bin:/bin"].map {
                Array($0.utf8)
            }
        let finished = try ChildProcess.run(Products.gateway, environment: environment, input: message.body ?? [])
        #expect(try ReplyParser.cgi(finished.output, method: "PUT").status == 200, "\(finished.error)")
        let names = try Files.text(sandbox.dataRoot.absolute("nodes/N77/names")).split(separator: " ").map(String.init)
        #expect(
            Set(names).subtracting(["OLDPWD", "PWD", "SHLVL", "_"]) == [
                "MYSQL_USER", "PATH", "ZTPS_CONFIG", "ZTPS_DATA_ROOT", "ZTPS_NODE", "ZTPS_SERVER_URL",
            ])
    }

    /// What the operator gave to a process that serves many requests is the operator's, whatever it is called.
    @Test func theOperatorsVariablesStay() throws {
        let handler = "#!/bin/sh\nenv | cut -d= -f1 | sort | tr '\\n' ' '\n"
        let fixture = try GatewayFixture.make(
            given: .node("N77", handler: handler), environment: ["HTTP_PROXY=http://proxy", "SERVER_ROOM=7"])
        var message = Self.upload
        message.fields = [("X-Arista-Serial", "S")]
        let log = String(decoding: try fixture.gateway.client.send(message).error, as: UTF8.self)
        #expect(log.contains("HTTP_PROXY") && log.contains("SERVER_ROOM"), "\(log)")
        #expect(!log.contains("HTTP_X_ARISTA_SERIAL") && !log.contains("REQUEST_METHOD"), "\(log)")
    }
}
