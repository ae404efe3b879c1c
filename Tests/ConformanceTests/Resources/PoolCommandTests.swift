import Testing

/// The commands about pools: what they print, and how they end.
@Suite struct PoolCommandTests {
    private static let noName =
        " cannot be the name of a pool, expected one such as mgmt or dc1/mgmt, of which no part is empty or begins with a "
        + "dot"

    @Test(arguments: [false, true]) func list(running: Bool) throws {
        let bench = try PoolCommandBench(running: running)
        defer { bench.server?.stop() }
        #expect(
            try bench.run("pools")
                == Ended(
                    0,
                    """
                    pool   used  free  total
                    mgmt      2     1      3
                    names     2     1      3
                    x         0     1      1

                    """))
        #expect(
            try bench.run("pools", "--json")
                == Ended(
                    0,
                    #"[{"pool": "mgmt", "used": 2, "free": 1, "total": 3}, "#
                        + #"{"pool": "names", "used": 2, "free": 1, "total": 3}, "#
                        + #"{"pool": "x", "used": 0, "free": 1, "total": 1}]"# + "\n"))
    }

    @Test(arguments: [false, true]) func entries(running: Bool) throws {
        let bench = try PoolCommandBench(running: running)
        defer { bench.server?.stop() }
        if let server = bench.server {
            #expect(try server.send(Message(target: "/nodes/N9")).givenValue == "10.0.0.2/24")
        }
        let owner = running ? "N9" : "-"
        #expect(
            try bench.run("pools", "mgmt")
                == Ended(
                    0,
                    """
                    10.0.0.1/24   N1
                    10.0.0.2/24   \(owner)
                    10.0.0.10/24  N2

                    """))
        #expect(
            try bench.run("pools", "mgmt", "--json")
                == Ended(
                    0,
                    #"[{"entry": "10.0.0.1/24", "owner": "N1"}, "#
                        + #"{"entry": "10.0.0.2/24", "owner": \#(running ? "\"N9\"" : "null")}, "#
                        + #"{"entry": "10.0.0.10/24", "owner": "N2"}]"# + "\n"))
    }

    @Test func nothingThere() throws {
        let bench = try PoolCommandBench(running: false, [])
        #expect(try bench.run("pools") == Ended(0, "pool  used  free  total\n"))
        #expect(try bench.run("pools", "--json") == Ended(0, "[]\n"))
        #expect(try bench.run("--clear-resources") == Ended(0))
        #expect(try bench.run("release", "--node", "N1") == Ended(1, "nothing to free\n"))
        #expect(try bench.run("release", "--node", "N1", "--json") == Ended(1, "[]\n"))
    }

    @Test(
        arguments: [
            (["pools", "absent"], 1, "ztps: there is no pool 'absent'\n"),
            (["pools", "../neighbordb"], 1, "ztps: '../neighbordb'\(noName)\n"),
            (["release", "absent", "a"], 2, "ztps: there is no pool 'absent'\n"),
            (["release", "mgmt", "10.9.9.9"], 2, "ztps: the pool 'mgmt' has no entry '10.9.9.9'\n"),
            (["release", "a/../b", "x"], 2, "ztps: 'a/../b'\(noName)\n"),
            (["release", "a/b", "x"], 2, "ztps: there is no pool 'a/b'\n"),
        ] as [([String], Int32, String)])
    func refused(arguments: [String], code: Int32, error: String) throws {
        let bench = try PoolCommandBench(running: false)
        let finished = try ChildProcess.run(
            Products.standalone, arguments + ["--conf", bench.sandbox.configurationPath])
        #expect(finished.exit == .code(code))
        #expect(finished.output.isEmpty)
        #expect(finished.error == error)
        #expect(try bench.text("mgmt") == "# lab\n10.0.0.1/24: N1 # first\n10.0.0.2/24:\n'10.0.0.10/24': \"N2\"\n")
    }

    @Test(arguments: [
        ["release"], ["release", "mgmt"], ["release", "mgmt", "a", "--node", "N"], ["pools", "a", "b"],
    ])
    func badUsage(arguments: [String]) throws {
        let finished = try ChildProcess.run(Products.standalone, arguments)
        #expect(finished.exit == .code(2))
        #expect(finished.output.isEmpty)
        #expect(finished.error.contains("Usage: "))
    }

    @Test func brokenPoolsDoNotHideTheOthers() throws {
        let bench = try PoolCommandBench(
            running: false,
            [.file("resources/a", "x: N1\n"), .file("resources/b", "- x\n"), .file("resources/c", "y: N1\n")])
        let complaint = "ztps: the pool 'b' must be a mapping of entries to owners, it is a list\n"
        #expect(
            try bench.run("pools")
                == Ended(
                    1, "pool  used  free  total\na        1     0      1\nc        1     0      1\n",
                    error: complaint))
        #expect(try bench.run("--clear-resources") == Ended(1, "a: freed 1 of 1\nc: freed 1 of 1\n", error: complaint))
        #expect(try bench.text("a") == "x: null\n" && bench.text("b") == "- x\n" && bench.text("c") == "y: null\n")
    }

    /// The configuration decides which data_root is meant, wherever it is named.
    @Test func configurationIsHonoured() throws {
        let bench = try PoolCommandBench(running: false)
        let path = bench.sandbox.configurationPath
        #expect(try bench.run("--conf", path, "pools", "x", conf: []) == Ended(0, "a  -\n"))
        #expect(try bench.run("pools", "x", "-c", path, conf: []) == Ended(0, "a  -\n"))
        #expect(try bench.run("-c", path, "--clear-resources", conf: []).exit == .code(0))
        let finished = try ChildProcess.run(
            Products.standalone, ["pools", "x"], environment: [Array("ZTPS_CONFIG=\(path)".utf8)])
        #expect(finished.exit == .code(0) && finished.output == Array("a  -\n".utf8))
        for arguments in [["pools"], ["release", "--node", "N1"], ["--clear-resources"]] {
            let failed = try ChildProcess.run(Products.standalone, arguments + ["--conf", "/nonexistent.conf"])
            #expect(failed.exit != .code(0) && failed.output.isEmpty)
            #expect(failed.error.contains("/nonexistent.conf"))
            #expect(failed.error.split(separator: "\n").count == 1)
        }
    }

    /// Entries and owners are an operator's and a switch's words: they cannot forge lines.
    @Test func controlCharactersAreEscaped() throws {
        let bench = try PoolCommandBench(running: false, [.file("resources/p", "\"a\\nb\": \"x\\e[31m\"\n")])
        let shown = try bench.run("pools", "p")
        #expect(shown.exit == .code(0))
        #expect(shown.output.split(separator: "\n").count == 1)
        #expect(!shown.output.contains("\u{1B}"))
    }
}
