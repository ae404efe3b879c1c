import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// Why programs cannot start, as their files tell it.
@Suite struct StartProblemTests {
    static let beginnings: [(String, StartProblem?)] = [
        ("#!/bin/sh\necho\n", nil), ("#! /bin/sh -e\n", nil), ("#!/bin/sh", nil), ("echo\n", nil), ("", nil),
        ("#!/usr/bin/env sh\n", nil), ("#!/usr/bin/env -S sh -e\n", nil), ("#!/usr/bin/env -S A=b sh\n", nil),
        ("#!/usr/bin/env /bin/sh\n", nil), ("\u{7F}ELF\u{2}\u{1}", nil), ("#!/usr/bin/env\tsh\n", nil),
        ("#!/bin/bash\r\n", .carriageReturn), ("#!/usr/bin/env python3\r\n", .carriageReturn),
        ("#!/bin/sh -e\r\necho\r\n", .carriageReturn), ("#!/bin/sh\r", .carriageReturn),
        ("git commit\r\n", .carriageReturns),
        ("\u{FEFF}#!/bin/sh\n", .byteOrderMark),
        ("#!\n", .noInterpreter), ("#!   \n", .noInterpreter), ("#!/usr/bin/env\n", .noInterpreter),
        ("#!bash\n", .relativeInterpreter("bash")), ("#!./run\n", .relativeInterpreter("./run")),
        ("#!/nonexistent/python\n", .interpreterMissing("/nonexistent/python")),
        ("#!/nonexistent/python -u\n", .interpreterMissing("/nonexistent/python")),
        ("#!/etc/passwd\n", .interpreterNotExecutable("/etc/passwd")),
        ("#!/usr/bin/env nonexistent-python\n", .notOnPath("nonexistent-python")),
        ("#!/usr/bin/env -S nonexistent-python -u\n", .notOnPath("nonexistent-python")),
        ("#!/usr/bin/env python3 -u\n", .oneArgument("python3 -u")),
        ("#!/usr/bin/env /nonexistent/sh\n", .interpreterMissing("/nonexistent/sh")),
    ]

    @Test(arguments: StartProblemTests.beginnings)
    func isFound(text: String, problem: StartProblem?) {
        #expect(StartProblem.find(Array(text.utf8), path: "/usr/local/bin:/usr/bin:/bin") == problem)
    }

    /// What is found is what the system finds: a program without a problem runs, the others do not.
    ///
    /// Not tried: `env` without a name, which starts the script for ever.
    @Test(
        arguments: StartProblemTests.beginnings.filter {
            !$0.0.hasPrefix("\u{7F}") && $0.1 != .byteOrderMark && $0.0 != "#!/usr/bin/env\n"
        })
    func isTrue(text: String, problem: StartProblem?) throws {
        let sandbox = try PoolSandbox()
        // A shell that is asked for `true` by a script that holds nothing else.
        let script = text.hasSuffix("\n") || text.isEmpty ? text : text + "\n"
        try sandbox.write("program", script, mode: 0o755)
        let program = sandbox.absolute("program")
        let outcome = ChildProcesses().run(ChildProcesses.Command(program: program, timeout: 600)).outcome
        #expect((outcome == .exited(0)) == (problem == nil) || text.hasPrefix("git"), "\(outcome)")
    }

    @Test func modeCounts() throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("program", "#!/bin/sh\n", mode: 0o644)
        #expect(StartProblem.find(sandbox.absolute("program")) == .notExecutable)
        #expect(StartProblem.find(sandbox.absolute("program"), needsMode: false) == nil)
        #expect(StartProblem.find(sandbox.absolute("absent")) == nil)
    }

    /// The commands that are named do what they say.
    @Test(arguments: ["#!/bin/sh\r\nexit 0\r\n", "\u{FEFF}#!/bin/sh\nexit 0\n"], [0o644, 0o755] as [UInt32])
    func remediesWork(text: String, mode: UInt32) throws {
        let sandbox = try PoolSandbox()
        try sandbox.makeFolder("it's here")
        try sandbox.write("it's here/program", text, mode: mode)
        let program = sandbox.absolute("it's here/program")
        var rounds = 0
        while let problem = StartProblem.find(program), rounds < 4 {
            let remedy = try #require(problem.remedy(program))
            try sandbox.write("remedy", "#!/bin/sh\n\(remedy)\n", mode: 0o755)
            let fixing = ChildProcesses.Command(program: sandbox.absolute("remedy"), timeout: 600)
            #expect(ChildProcesses().run(fixing).outcome == .exited(0))
            rounds += 1
        }
        let outcome = ChildProcesses().run(ChildProcesses.Command(program: program, timeout: 600)).outcome
        #expect(outcome == .exited(0))
        #expect(rounds > 0)
    }

    @Test func outcomeSaysWhy() throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("program", "#!/bin/bash\r\n", mode: 0o755)
        let program = sandbox.absolute("program")
        let outcome = ChildProcesses().run(ChildProcesses.Command(program: program, timeout: 600)).outcome
        #expect(
            outcome.description(of: program)
                == "could not be started: No such file or directory: its #! line ends with a carriage return, "
                + "which counts as a part of the interpreter's name; to fix it: sed -i 's/\\r$//' \(program)")
        #expect(ChildProcesses.Outcome.exited(3).description(of: program) == "ended with exit code 3")
    }

    static let words: [(StartProblem, String)] = [
        (.notExecutable, "it is not executable"),
        (.carriageReturn, "its #! line ends with a carriage return, which counts as a part of the interpreter's name"),
        (.carriageReturns, "its lines end with carriage returns, which the shell takes for parts of commands"),
        (.byteOrderMark, "a byte order mark is in front of #!, so that it does not count"),
        (.noInterpreter, "its line #! names no interpreter"),
        (.relativeInterpreter("bash"), "its interpreter 'bash' must be an absolute path"),
        (.interpreterMissing("/x"), "its interpreter /x is missing"),
        (.interpreterNotExecutable("/x"), "its interpreter /x cannot be executed"),
        (.notOnPath("x"), "env does not find its interpreter 'x' on PATH"),
        (.oneArgument("x -u"), "env looks for one program called 'x -u'; env -S splits it into words"),
    ]

    @Test(arguments: StartProblemTests.words)
    func isWorded(problem: StartProblem, text: String) {
        #expect("\(problem)" == text)
    }
}
