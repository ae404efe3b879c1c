import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// Programs that are run and ended.
@Suite struct ChildProcessesTests {
    private static func run(
        _ script: String, in sandbox: PoolSandbox, input: [UInt8] = [], outputLimit: Int? = 1000,
        answer: ((ArraySlice<UInt8>) -> [UInt8]?)? = nil, timeout: Double = 30
    ) throws -> ChildProcesses.Result {
        try sandbox.write("plugins/program", script, mode: 0o755)
        return ChildProcesses().run(
            ChildProcesses.Command(
                program: sandbox.absolute("plugins/program"), arguments: [sandbox.path.string], input: input,
                outputLimit: outputLimit, answer: answer, timeout: timeout))
    }

    @Test func outputBesideErrorsKeepsTheOrder() throws {
        let script = "#!/bin/sh\necho one\necho two >&2\necho three\n"
        let result = try Self.run(script, in: PoolSandbox(), outputLimit: nil)
        #expect(result == .init(outcome: .exited(0), output: [], errors: Array("one\ntwo\nthree\n".utf8)))
    }

    /// A program that asks, and gets answers, until it says something else.
    @Test func dialogue() throws {
        let script = """
            #!/bin/sh
            read first; echo "ask $first"; read second; echo "ask $second"; read third
            echo "done $third"; cat; echo end

            """
        let result = try Self.run(script, in: PoolSandbox(), input: Array("a\n".utf8)) { line in
            line.starts(with: "ask ".utf8) ? Array(line.dropFirst(4)) + Array("b\n".utf8) : nil
        }
        #expect(result == .init(outcome: .exited(0), output: Array("done abb\nend\n".utf8)))
    }

    /// Those who have left the program's group go with it, however they left.
    @Test(
        .timeLimit(.minutes(2)),
        arguments: [
            "setsid sh -c 'echo $$ > \"$0/pid\"; exec sleep 600' \"$1\" &\nwait",
            "setsid sh -c 'setsid sh -c \"echo \\$\\$ > $0/pid; exec sleep 600\" & wait' \"$1\" & wait",
            "trap '' TERM\nsetsid sh -c 'trap \"\" TERM HUP; echo $$ > \"$0/pid\"; sleep 600; sleep 600' \"$1\" &\nwait",
        ])
    func descendantsInOtherSessions(script: String) throws {
        let sandbox = try PoolSandbox()
        let result = try Self.run("#!/bin/sh\n\(script)\n", in: sandbox, timeout: 2)
        #expect(result.outcome == .timedOut)
        let process = try #require(sandbox.text("pid").flatMap { pid_t($0.filter(\.isNumber)) })
        #expect(Self.waitForEnd(of: process))
    }

    /// A program in another group than the one that it was started in; killing its old group does not reach it.
    @Test(.timeLimit(.minutes(2))) func programInAnotherGroup() throws {
        let sandbox = try PoolSandbox()
        let script = """
            #!/usr/bin/env python3
            import os, sys, time
            with open(sys.argv[1] + "/pid", "w") as file:
                file.write(str(os.getpid()))
            os.setpgid(0, os.getpgid(os.getppid()))
            time.sleep(600)

            """
        #expect(try Self.run(script, in: sandbox, timeout: 2).outcome == .timedOut)
        let process = try #require(sandbox.text("pid").flatMap { pid_t($0) })
        #expect(Self.waitForEnd(of: process))
    }

    @Test(.timeLimit(.minutes(2))) func stoppingReachesOtherSessions() async throws {
        let sandbox = try PoolSandbox()
        try sandbox.write(
            "plugins/program",
            "#!/bin/sh\nsetsid sh -c 'echo $$ > \"$0/new\"; mv \"$0/new\" \"$0/pid\"; exec sleep 600' \"$1\" &\nwait\n",
            mode: 0o755)
        let processes = ChildProcesses()
        async let result = processes.run(
            ChildProcesses.Command(
                program: sandbox.absolute("plugins/program"), arguments: [sandbox.path.string], timeout: 100))
        while sandbox.text("pid") == nil { try await Task.sleep(for: .milliseconds(10)) }
        processes.stopAll()
        #expect(await result.outcome == .killed(signal: SIGKILL))
        let process = try #require(sandbox.text("pid").flatMap { pid_t($0.filter(\.isNumber)) })
        #expect(Self.waitForEnd(of: process))
    }

    @Test func outcomesInWords() {
        #expect("\(ChildProcesses.Outcome.exited(3))" == "ended with exit code 3")
        #expect("\(ChildProcesses.Outcome.killed(signal: 9))" == "was killed by signal 9")
        #expect("\(ChildProcesses.Outcome.timedOut)" == "ran too long and was killed")
        #expect("\(ChildProcesses.Outcome.flooded)" == "wrote too much and was killed")
        #expect(
            "\(ChildProcesses.Outcome.notStarted(.permissionDenied))" == "could not be started: Permission denied")
        #expect(
            "\(ChildProcesses.Outcome.endUnknown(.noChildProcess))"
                == "ended, and its exit code cannot be told (No child processes): the server's process must not "
                + "ignore SIGCHLD")
    }

    /// Gone, or dead and not reaped by whoever adopted it.
    private static func waitForEnd(of process: pid_t) -> Bool {
        for _ in 0..<3000 {
            guard let file = try? FileDescriptor.open("/proc/\(process)/stat", .readOnly, options: .closeOnExec)
            else { return true }
            defer { try? file.close() }
            let text = (try? file.readToEnd()).map { String(decoding: $0, as: UTF8.self) } ?? ""
            let state = text.split(separator: ")").last?.split(separator: " ").first
            if state == nil || state == "Z" || state == "X" { return true }
            usleep(10_000)
        }
        return false
    }
}
