import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// Programs in plugins/ that fail: what is said, and that nothing is harmed.
@Suite struct ProgramPluginFailureTests {
    @Test(arguments: [
        ("exit 3", "the plugin ended with exit code 3"),
        ("echo value\nexit 1", "the plugin ended with exit code 1"),
        ("echo 'no more keys' >&2\nexit 1", "the plugin ended with exit code 1, saying: no more keys"),
        ("echo one >&2\necho two >&2\nexit 2", "the plugin ended with exit code 2, saying: two"),
        ("kill -9 $$", "the plugin was killed by signal 9"),
        ("echo value\nkill -11 $$", "the plugin was killed by signal 11"),
        (":", "the plugin printed nothing"),
        ("printf ' \\n\\t\\n'", "the plugin printed nothing"),
        ("printf 'a\\377b'", "what the plugin printed is not UTF-8"),
        ("printf '\"\\303\"'", "what the plugin printed is not UTF-8"),
        ("yes", "the plugin wrote too much and was killed"),
        ("head -c 1100000 /dev/zero", "the plugin wrote too much and was killed"),
    ])
    func refused(command: String, reason: String) throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/bin/sh\n\(command)\n")
        #expect(bench.value("p('x')") == .refused("p('x') gives no value: \(reason)"))
    }

    @Test func missing() throws {
        let bench = try PluginBench()
        #expect(bench.value("p('x')") == .refused("p('x') needs the plugin 'p', which does not exist"))
        try bench.sandbox.makeFolder("plugins/p")
        #expect(bench.value("p('x')") == .refused("p('x') needs the plugin 'p', which does not exist"))
    }

    @Test func notExecutable() throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/bin/sh\necho value\n", mode: 0o644)
        #expect(
            bench.value("p('x')")
                == .refused(
                    "p('x') gives no value: @ROOT@/plugins/p is neither executable nor a Python module with "
                        + "main(node_id, pool, node)"))
    }

    @Test func missingInterpreter() throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/nonexistent/interpreter\necho value\n")
        #expect(
            bench.value("p('x')")
                == .refused(
                    "p('x') gives no value: the plugin could not be started: No such file or directory: "
                        + "its interpreter /nonexistent/interpreter is missing"))
    }

    @Test func empty() throws {
        let bench = try PluginBench()
        try bench.program("p", "")
        #expect(bench.value("p('x')") == .refused("p('x') gives no value: the plugin printed nothing"))
    }

    /// The whole process group goes with it, also those who do not listen to SIGTERM.
    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            "sleep 600", "sleep 600 &\nsleep 600 &\nwait", "(trap '' TERM HUP; sleep 600) &\nsleep 600",
            "cat; exec >&- 2>&-; sleep 600",
        ])
    func hangs(command: String) throws {
        var group: pid_t?
        // A machine may be too busy to get it as far as the file in so short a time.
        for timeout in [0.3, 3, 30] where group == nil {
            let bench = try PluginBench(timeout: timeout)
            try bench.program("p", "#!/bin/sh\ntrap '' TERM\necho $$ > \"${0%/*}/../pid\"\n\(command)\n")
            #expect(bench.value("p('x')") == .refused("p('x') gives no value: the plugin ran too long and was killed"))
            group = bench.sandbox.text("pid").flatMap { pid_t($0.filter(\.isNumber)) }
        }
        let killed = try #require(group)
        // Those whom nobody waits for any more are init's; give it the time that it needs.
        var left = true
        let start = ContinuousClock.now
        while left, ContinuousClock.now - start < .seconds(60) {
            left = kill(-killed, 0) == 0 && Self.isAlive(group: killed)
            if left { usleep(10_000) }
        }
        #expect(!left)
    }

    /// Whether a process of the group still runs; dead ones that nobody has reaped do not count.
    private static func isAlive(group: pid_t) -> Bool {
        ((try? FilePath.names(in: "/proc")) ?? []).contains { name in
            guard pid_t(name) != nil,
                let file = try? FileDescriptor.open("/proc/\(name)/stat", .readOnly, options: .closeOnExec)
            else { return false }
            defer { try? file.close() }
            var part = [UInt8](repeating: 0, count: 1024)
            let count = (try? part.withUnsafeMutableBytes { try file.read(into: $0) }) ?? 0
            let text = String(decoding: part[..<count], as: UTF8.self)
            let fields = (text.split(separator: ")").last ?? "").split(separator: " ")
            return fields.count > 2 && fields[2] == "\(group)" && fields[0] != "Z"
        }
    }

    @Test func floodOfErrorsIsCut() throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/bin/sh\nhead -c 3000000 /dev/zero | tr '\\0' e >&2\necho value\n")
        #expect(bench.value("p('x')") == .value(.string("value")))
        #expect(bench.log.reduce(0) { $0 + $1.utf8.count } < 100_000)
    }

    @Test func controlCharactersDoNotReachTheLog() throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/bin/sh\nprintf 'a\\033[31mb\\rINFO forged\\n' >&2\nexit 1\n")
        _ = bench.value("p('x')")
        #expect(!bench.log.isEmpty)
        #expect(bench.log.allSatisfy { !$0.unicodeScalars.contains { $0.value < 0x20 } }, "\(bench.log)")
    }

    /// A stopping server starts nothing any more.
    @Test func afterTheStop() throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/bin/sh\necho value\n")
        bench.processes.stopAll()
        #expect(
            bench.value("p('x')")
                == .refused("p('x') gives no value: the plugin could not be started: Operation canceled"))
    }

    @Test(.timeLimit(.minutes(5))) func manyAtOnce() async throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/bin/sh\ncat >/dev/null\necho \"$1\"\n")
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<24 {
                group.addTask {
                    #expect(bench.value("p('x')", id: "N\(number)") == .value(.string("N\(number)")))
                }
            }
        }
    }
}
