import Glibc
import Testing

/// How the standalone server starts and ends.
@Suite struct StandaloneStartTests {
    private static func start(_ bench: CommandBench, _ arguments: [String]) throws -> (ChildProcess, log: String) {
        let log = bench.sandbox.path + "/log/ztps.log"
        let process = try ServerProcess.start(
            Products.standalone, ["--conf", bench.sandbox.configurationPath] + arguments, log: log)
        try ServerProcess.ready(process, log: log) { try Files.text(log).contains("Starting server on") }
        return (process, log)
    }

    @Test func saysWhatItServesAndWhere() throws {
        let port = try Sandbox.freePort()
        let bench = try CommandBench(port: port)
        let (process, log) = try Self.start(bench, [])
        defer { process.stop() }
        let text = try Files.text(log).replacing(bench.sandbox.path, with: "@")
        #expect(
            text.replacing(/ztps \d+\.\d+\.\d+/, with: "ztps VERSION") == """
                ztps VERSION
                Using configuration @/ztpserver.conf
                Using repository @/data_root
                Starting server on http://127.0.0.1:\(port)

                """)
    }

    /// `--port 0` takes a free port and says which; options win over the configuration.
    @Test func picksAPort() throws {
        let bench = try CommandBench(port: 1)
        let (process, log) = try Self.start(bench, ["--interface", "127.0.0.1", "--port", "0"])
        defer { process.stop() }
        let port = try #require(
            try Files.text(log).firstMatch(of: /Starting server on http:\/\/127\.0\.0\.1:(\d+)\n/).flatMap { Int($0.1) }
        )
        #expect(port > 1023)
        #expect(try HTTPClient(port: port).send(Message(target: "/bootstrap")).status == 200)
    }

    @Test func listensOnIPv6() throws {
        let bench = try CommandBench()
        let (process, log) = try Self.start(bench, ["--interface", "::1", "--port", "0"])
        defer { process.stop() }
        #expect(try Files.text(log).contains(/Starting server on http:\/\/\[::1\]:\d+\n/))
    }

    @Test func aPortInUseIsOneLine() throws {
        let port = try Sandbox.freePort()
        let bench = try CommandBench(port: port)
        let (process, _) = try Self.start(bench, [])
        defer { process.stop() }
        #expect(
            try bench.run([])
                == Ended(1, error: "ztps: cannot listen on 127.0.0.1 port \(port): Address already in use\n"))
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func endsGracefully(signal: Int32) throws {
        let (process, _) = try Self.start(try CommandBench(), ["--interface", "127.0.0.1", "--port", "0"])
        process.send(signal: signal)
        #expect(process.wait(seconds: 60) == .code(0))
    }
}
