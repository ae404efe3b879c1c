import Testing

/// The commands that free what pools hold, while a server is running as well.
@Suite struct ReleaseCommandTests {
    @Test(arguments: [false, true]) func release(running: Bool) throws {
        let bench = try PoolCommandBench(running: running)
        defer { bench.server?.stop() }
        #expect(
            try bench.run("release", "mgmt", "10.0.0.1/24") == Ended(0, "mgmt: freed 10.0.0.1/24, which N1 had\n"))
        #expect(try bench.run("release", "mgmt", "10.0.0.1/24") == Ended(1, "nothing to free\n"))
        #expect(
            try bench.run("release", "mgmt", "--node", "N2") == Ended(0, "mgmt: freed 10.0.0.10/24, which N2 had\n"))
        #expect(try bench.text("mgmt") == "# lab\n10.0.0.1/24: null # first\n10.0.0.2/24:\n'10.0.0.10/24': null\n")
        #expect(
            try bench.run("release", "--node", "N1")
                == Ended(0, "names: freed leaf1, which N1 had\nnames: freed leaf2, which N1 had\n"))
        #expect(try bench.text("names") == "leaf1: null\nleaf2: null\n\nleaf3:\n")
        #expect(try bench.run("release", "--node", "N1") == Ended(1, "nothing to free\n"))
        if let server = bench.server {
            #expect(try server.send(Message(target: "/nodes/N9")).givenValue == "10.0.0.1/24")
        }
    }

    @Test func releaseAsJSON() throws {
        let bench = try PoolCommandBench(running: false)
        #expect(
            try bench.run("release", "mgmt", "10.0.0.1/24", "--json")
                == Ended(0, #"[{"pool": "mgmt", "entry": "10.0.0.1/24", "owner": "N1"}]"# + "\n"))
        #expect(try bench.run("release", "mgmt", "--node", "N1", "--json") == Ended(1, "[]\n"))
    }

    @Test(arguments: [false, true], ["--clear-resources", "-r"]) func clear(running: Bool, option: String) throws {
        let bench = try PoolCommandBench(running: running)
        defer { bench.server?.stop() }
        #expect(
            try bench.run(option)
                == Ended(0, "mgmt: freed 2 of 3\nnames: freed 2 of 3\nx: freed 0 of 1\n"))
        #expect(try bench.text("mgmt") == "# lab\n10.0.0.1/24: null # first\n10.0.0.2/24:\n'10.0.0.10/24': null\n")
        #expect(try bench.text("names") == "leaf1: null\nleaf2: null\n\nleaf3:\n")
        #expect(try bench.text("x") == "a: null\n")
        if let server = bench.server {
            #expect(try server.send(Message(target: "/nodes/N9")).givenValue == "10.0.0.1/24")
        }
        #expect(try bench.run(option).output.hasPrefix("mgmt: freed \(running ? 1 : 0) of 3\n"))
    }

    /// Forms that need a YAML parser are freed as well, however many entries they have.
    @Test(arguments: [
        ("{a: N1, b: N2, c: }\n", "{a: null, b: null, c: }\n"),
        ("é: N1 # c\nb: N2\nc:\n", "é: null # c\nb: null\nc:\n"),
    ])
    func unusualFormsAreFreed(before: String, after: String) throws {
        let bench = try PoolCommandBench(running: false, [.file("resources/p", before)])
        #expect(try bench.run("release", "p", "--node", "N2") == Ended(0, "p: freed b, which N2 had\n"))
        try bench.sandbox.dataRoot.apply(.file("resources/p", before))
        #expect(try bench.run("--clear-resources") == Ended(0, "p: freed 2 of 3\n"))
        #expect(try bench.text("p") == after)
    }

    /// Root's commands leave nothing that the server's user cannot use.
    @Test(.enabled(if: ServiceUser.isRoot)) func rootLeavesTheServerItsRights() throws {
        let fixture = try GatewayFixture.make(
            given: .node("N9", definition: "actions: [{attributes: {v: \"allocate('p')\"}}]\n")
                + [.file("resources/p", "a: N1\n", mode: 0o640)], asServiceUser: true)
        let finished = try ChildProcess.run(
            Products.standalone, ["--clear-resources", "--conf", fixture.sandbox.configurationPath])
        #expect(finished.exit == .code(0))
        #expect(try fixture.reply(to: Message(target: "/nodes/N9")).givenValue == "a")
        #expect(try Files.text(fixture.sandbox.dataRoot.absolute("resources/p")) == "a: N9\n")
    }

    /// Freed and given out at the same time, under the same locks: nothing breaks and nobody has two entries.
    @Test func releasingWhileNodesAsk() throws {
        let count = 60
        let sandbox = try Sandbox(name: "commands")
        try sandbox.configure()
        let pool = (0..<count).map { "e\($0): # \($0)\n" }.joined()
        for given in [Given].nodes(count, calling: "allocate('pool')") + [.file("resources/pool", pool)] {
            try sandbox.dataRoot.apply(given)
        }
        let crowd = try GatewayCrowd(sandbox, processes: 2, threads: 4)
        defer { crowd.stop() }
        let problems = Collected<String>()
        onThreads(5) { thread in
            do {
                if thread == 4 {
                    for _ in 0..<6 {
                        let finished = try ChildProcess.run(
                            Products.standalone, ["--clear-resources", "--conf", sandbox.configurationPath])
                        if finished.exit != .code(0) { problems.append(finished.error) }
                    }
                } else {
                    for node in stride(from: thread, to: count, by: 4) {
                        let reply = try crowd.send(Message(target: "/nodes/N\(node)"), to: node)
                        if reply.status != 200 { problems.append("N\(node): \(reply)") }
                    }
                }
            } catch { problems.append("\(error)") }
        }
        #expect(problems.all == [])
        let lines = try Files.text(sandbox.dataRoot.absolute("resources/pool")).split(separator: "\n")
        #expect(lines.count == count)
        #expect(
            lines.enumerated().allSatisfy {
                $1.hasPrefix("e\($0): ") && $1.hasSuffix(" # \($0)") || $1 == "e\($0): # \($0)"
            })
        let owners = lines.compactMap { line in line.firstMatch(of: /: (N[0-9]+) #/).map { String($0.output.1) } }
        #expect(Set(owners).count == owners.count)
    }
}
