import Testing

/// What HTTP/1.1 asks of a server that faces clients itself.
@Suite struct StandaloneHTTPTests {
    private struct Server {
        let sandbox: Sandbox
        let driver: StandaloneDriver
        let port: Int

        init() throws {
            sandbox = try Sandbox(name: "standalone")
            port = try Sandbox.freePort()
            try sandbox.configure(port: port)
            for given in [Given].node("N") { try sandbox.dataRoot.apply(given) }
            driver = try StandaloneDriver(sandbox, port: port)
        }

        var log: String { (try? Files.text(sandbox.path + "/log/ztps.log")) ?? "" }
    }

    /// The client sends its body only when it has read the interim response. Whether the request will be refused makes no
    /// difference.
    @Test(
        arguments: [
            ("/nodes/N/startup-config", 1000, 200), ("/nodes/N/startup-config", Sandbox.maxBody + 1, 413),
            ("/nope", 10, 404), ("/nodes/ABSENT/startup-config", 10, 400),
        ])
    func continueComesBeforeTheBody(target: String, length: Int, status: Int) throws {
        let server = try Server()
        defer { server.driver.stop() }
        let connection = try Connection(to: .port(server.port))
        let head = "PUT \(target) HTTP/1.1\r\nHost: h\r\nConnection: close\r\nExpect: 100-Continue\r\n"
        try connection.send(Array("\(head)Content-Length: \(length)\r\n\r\n".utf8))
        let interim = try connection.read()
        #expect(String(decoding: interim, as: UTF8.self).hasPrefix("HTTP/1.1 100 Continue\r\n\r\n"))
        try connection.send(Array(repeating: 0x61, count: length))
        #expect(try ReplyParser.http(interim + connection.readToEnd(), method: "PUT").status == status)
    }

    /// Each answer behind the one before, on one connection.
    @Test func continueWaitsForItsTurn() throws {
        let server = try Server()
        defer { server.driver.stop() }
        let connection = try Connection(to: .port(server.port))
        let put = "PUT /nodes/N/startup-config HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n"
        try connection.send(
            Array("\(put)\r\nabc\(put)Expect: 100-continue\r\nConnection: close\r\n\r\nabc".utf8))
        let lines = String(decoding: try connection.readToEnd(), as: UTF8.self)
            .split(separator: "\r\n").filter { $0.hasPrefix("HTTP/1.1") }
        #expect(lines == ["HTTP/1.1 200 OK", "HTTP/1.1 100 Continue", "HTTP/1.1 200 OK"])
    }

    @Test(
        arguments: [
            ("HTTP/1.1", [], 400), ("HTTP/1.1", ["Host: a", "Host: b"], 400),
            ("HTTP/1.1", ["Host: a", "host: a"], 400), ("HTTP/1.1", ["Host: a"], 200), ("HTTP/1.1", ["Host:"], 200),
            ("HTTP/1.0", [], 200),
            ("HTTP/1.0", ["Host: a"], 200), ("HTTP/1.0", ["Host: a", "Host: a"], 400),
        ] as [(String, [String], Int)])
    func exactlyOneHost(version: String, hosts: [String], status: Int) throws {
        let server = try Server()
        defer { server.driver.stop() }
        let connection = try Connection(to: .port(server.port))
        let lines = ["GET /bootstrap \(version)"] + hosts + ["Connection: close", "", ""]
        try connection.send(Array(lines.joined(separator: "\r\n").utf8))
        let reply = try ReplyParser.http(connection.readToEnd(), method: "GET")
        #expect(reply.status == status)
        guard status == 400 else { return }
        #expect(reply["Content-Type"] == Expectation.html)
        #expect(
            server.log.contains("GET /bootstrap: refused with \(hosts.count) Host fields, one is expected"),
            "\(server.log)")
    }

    /// HTTP/1.0 knows no interim responses.
    @Test func noContinueInHTTP10() throws {
        let server = try Server()
        defer { server.driver.stop() }
        let connection = try Connection(to: .port(server.port))
        try connection.send(
            Array(
                "PUT /nodes/N/startup-config HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc".utf8))
        #expect(String(decoding: try connection.readToEnd(), as: UTF8.self).hasPrefix("HTTP/1.1 200 "))
    }
}
