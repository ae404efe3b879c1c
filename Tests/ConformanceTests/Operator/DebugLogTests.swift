import Testing

/// `--debug` and `log_format`.
@Suite struct DebugLogTests {
    private static let given: [Given] =
        [
            .file("neighbordb", "patterns: [{name: leaf, definition: d, interfaces: [{Ethernet1: spine1}]}]\n"),
            .file("definitions/d", "actions: [{action: a, attributes: {ip: \"allocate('p')\"}}]\n"),
            .file("resources/p", "10.0.0.1:\n"),
        ]

    private static func report(_ device: String) -> Message {
        Message(
            method: "POST", target: "/nodes",
            body: Array(
                #"{"serialnumber":"D1","neighbors":{"Ethernet1":[{"device":"\#(device)","port":"Ethernet7"}]}}"#.utf8))
    }

    /// Every request and every decision, with the node's name, on standard output, even if the configuration wants
    /// silence.
    @Test(arguments: [[], ["logging = no"], ["console_logging = no"]])
    func debug(extra: [String]) throws {
        let port = try Sandbox.freePort()
        let bench = try CommandBench(Self.given, port: port, extra: extra)
        let log = bench.sandbox.path + "/log/out"
        let server = try ServerProcess.start(
            "/bin/sh",
            [
                "-c", "exec \"$0\" --conf \"$1\" --debug 2> \"$2\"", Products.standalone,
                bench.sandbox.configurationPath,
                bench.sandbox.path + "/log/err",
            ], log: log)
        defer { server.stop() }
        try ServerProcess.ready(server, log: log) { (try? Connection(to: .port(port))) != nil }
        let client = HTTPClient(port: port)
        for device in ["spine9", "spine1", "spine1"] { _ = try client.send(Self.report(device)) }
        _ = try client.send(Message(target: "/nodes/D1"))
        _ = wait(seconds: 60) { (try? Files.text(log).contains("GET /nodes/D1 -> 200\n")) == true }
        let lines = try Files.text(log).split(separator: "\n").filter { $0.contains("node=D1") }.map { line in
            String(line).replacing(#/^.*?:(DEBUG|INFO):\[.*?\] /#) { "\($0.1) " }
                .replacing(/request=\w+/, with: "request=R")
        }
        let about = "node=D1 peer=127.0.0.1 request=R"
        #expect(
            lines == [
                "DEBUG \(about) pattern 'leaf': Ethernet1 must see spine1, it sees spine9:Ethernet7",
                "INFO \(about) POST refused: no pattern fits; the closest is pattern 'leaf': Ethernet1 must see spine1, it sees spine9:Ethernet7",
                "DEBUG \(about) POST /nodes -> 400",
                "DEBUG \(about) pattern 'leaf' fits",
                "INFO \(about) new node, pattern 'leaf' fits, definition 'd'",
                "DEBUG \(about) POST /nodes -> 201",
                "DEBUG \(about) known node, its report is stored",
                "DEBUG \(about) POST /nodes -> 409",
                "DEBUG \(about) it fits its pattern",
                "DEBUG \(about) it gets its definition with 1 actions",
                "DEBUG \(about) allocate('p') is \"10.0.0.1\"",
                "DEBUG \(about) GET /nodes/D1 -> 200",
            ], "\(lines.joined(separator: "\n"))")
        #expect(try Files.text(bench.sandbox.path + "/log/err").isEmpty)
    }

    @Test func jsonLinesOfTheGateway() throws {
        let fixture = try GatewayFixture.make(given: Self.given, extra: ["log_format = json"])
        let text = String(decoding: try fixture.gateway.client.send(Self.report("spine9")).error, as: UTF8.self)
        let line = try #require(text.split(separator: "\n").first { $0.contains("D1") })
        let pinned = String(line).replacing(/"time": "[^"]+"/, with: #""time": "T""#)
            .replacing(/"request": "[^"]+"/, with: #""request": "R""#).replacing(/"line": \d+/, with: #""line": 1"#)
        #expect(line.contains(/"time": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/))
        #expect(
            pinned.hasSuffix(
                #"{"time": "T", "level": "INFO", "node": "D1", "peer": "192.0.2.7", "request": "R", "module": "Request", "#
                    + #""line": 1, "message": "POST refused: no pattern fits; the closest is pattern 'leaf': Ethernet1 must "#
                    + #"see spine1, it sees spine9:Ethernet7"}"#), "\(pinned)")
    }

    @Test func otherLogFormatsAreRefused() throws {
        let ended = try CommandBench(extra: ["log_format = xml"]).run([])
        #expect(ended == Ended(1, error: "@/ztpserver.conf:4: log_format: 'xml' is not valid, allowed: text or json\n"))
    }
}
