import Glibc
import Synchronization
import Testing

/// What a switch gets does not depend on how busy the machine is.
@Suite struct MatchingUnderLoadTests {
    private static let switches = 60
    private static let patterns = 300

    /// 300 patterns of three expressions, none of which begins with plain text, and a last one that takes in everybody.
    private static var neighbordb: String {
        var text = "patterns:\n"
        for number in 1...patterns {
            let entries = (1...3).map { "{any: \"regex('[a-z]+[0-9]+-p\(number)-\($0)[.].*net$')\"}" }
            text += "  - {name: p\(number), definition: d\(number), interfaces: [\(entries.joined(separator: ", "))]}\n"
        }
        return text + "  - {name: rest, definition: rest, interfaces: []}\n"
    }

    /// A switch that fits the pattern of this number, with other neighbors before and behind.
    private static func report(_ id: Int, _ pattern: Int) -> String {
        let others = (1...40).map { "leaf\($0)-p0-\($0).pod7.example.net" }
        let own = (1...3).map { "spine\($0)-p\(pattern)-\($0).pod7.example.net" }
        let devices = others.prefix(20) + own + others.dropFirst(20)
        let interfaces = devices.enumerated().map { number, device in
            #""Ethernet\#(number + 1)":[{"device":"\#(device)","port":"Ethernet1"}]"#
        }
        return #"{"serialnumber":"L\#(id)","neighbors":{\#(interfaces.joined(separator: ","))}}"#
    }

    /// The server is stopped and continued all the time, beside two loops that take whatever they get of the processors.
    @Test func stoppedAndContinuedBesideBusyLoops() throws {
        let definitions = (1...Self.patterns).map { Given.file("definitions/d\($0)", "actions: []\n") }
        let port = try Sandbox.freePort()
        let bench = try CommandBench(
            [.file("neighbordb", Self.neighbordb), .file("definitions/rest", "actions: []\n")] + definitions, port: port
        )
        let server = try StandaloneDriver(bench.sandbox, port: port)
        let loops = try (0..<2).map { _ in try ChildProcess("/bin/sh", ["-c", "while :; do :; done"]) }
        defer {
            for loop in loops { loop.stop() }
            server.stop()
        }
        let statuses = Mutex<[Int]>([])
        onThreads(7) { thread in
            guard thread < 6 else {
                while statuses.withLock({ $0.count }) < Self.switches {
                    server.process.send(signal: SIGSTOP)
                    usleep(150_000)
                    server.process.send(signal: SIGCONT)
                    usleep(50_000)
                }
                return
            }
            for id in stride(from: thread, to: Self.switches, by: 6) {
                let body = Array(Self.report(id, Self.pattern(of: id)).utf8)
                let reply = try? server.send(Message(method: "POST", target: "/nodes", body: body))
                statuses.withLock { $0.append(reply?.status ?? 0) }
            }
        }
        #expect(statuses.withLock { $0 } == Array(repeating: 201, count: Self.switches))
        for id in 0..<Self.switches {
            let text = try Files.text(bench.sandbox.dataRoot.absolute("nodes/L\(id)/pattern"))
            #expect(text.hasPrefix("name: p\(Self.pattern(of: id))\n"), "\(id): \(text.prefix(40))")
        }
    }

    /// All over the file.
    private static func pattern(of id: Int) -> Int { patterns - id * 5 }
}
