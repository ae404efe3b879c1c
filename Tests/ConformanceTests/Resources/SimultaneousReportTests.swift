import Testing

/// The same switch reports itself twice at the same moment, to different processes.
@Suite struct SimultaneousReportTests {
    private static let neighbordb = """
        patterns:
          - name: racks
            definition: leaf
            interfaces:
              - Ethernet1: spine1:any

        """

    @Test(arguments: [2, 4]) func oneMakesTheNodeAndTheOthersFindIt(processes: Int) throws {
        let sandbox = try Sandbox(name: "reports")
        try sandbox.configure()
        for given: Given in [
            .file("neighbordb", Self.neighbordb), .file("definitions/leaf", "name: leaf\nactions: []\n"),
        ] { try sandbox.dataRoot.apply(given) }
        let crowd = try GatewayCrowd(sandbox, processes: processes, threads: 2)
        defer { crowd.stop() }
        for number in 0..<(processes == 2 ? 200 : 50) {
            let id = "R\(number)"
            let body = #"{"serialnumber":"\#(id)","neighbors":{"Ethernet1":[{"device":"spine1","port":"Ethernet7"}]}}"#
            let statuses = Collected<Int>()
            let problems = Collected<String>()
            onThreads(processes) { thread in
                do {
                    let message = Message(method: "POST", target: "/nodes", body: Array(body.utf8))
                    statuses.append(try crowd.send(message, to: thread).status)
                } catch { problems.append("\(id): \(error)") }
            }
            #expect(problems.all == [])
            #expect(statuses.all.sorted() == [201] + Array(repeating: 409, count: processes - 1))
            for (name, start) in [
                (".node", "{"), ("definition", "name: leaf\nactions: []\n"), ("pattern", "name: racks"),
            ] {
                let text = try? Files.text(sandbox.dataRoot.absolute("nodes/\(id)/\(name)"))
                #expect(text?.hasPrefix(start) == true, "\(id)/\(name): \(text ?? "missing")")
            }
            #expect(try crowd.send(Message(target: "/nodes/\(id)"), to: number).status == 200)
        }
        let folder = try ChildProcess.run("/bin/ls", ["-A", sandbox.dataRoot.absolute(".ztpserver/staging")])
        #expect(folder.output.isEmpty)
    }

    /// The same node asks for its address through all processes at once: one entry, the same for all.
    @Test func oneNodeAskingEverywhereGetsOneAddress() throws {
        let sandbox = try Sandbox(name: "reports")
        try sandbox.configure()
        let count = 40
        let pool = (0..<count * 2).map { "e\($0):\n" }.joined()
        for given in [Given].nodes(count, calling: "allocate('pool')") + [.file("resources/pool", pool)] {
            try sandbox.dataRoot.apply(given)
        }
        let crowd = try GatewayCrowd(sandbox, processes: 3, threads: 4)
        defer { crowd.stop() }
        for node in 0..<count {
            let values = Collected<String?>()
            onThreads(6) { thread in
                values.append(try? crowd.send(Message(target: "/nodes/N\(node)"), to: thread).givenValue)
            }
            #expect(Set(values.all) == ["e\(node)"] && values.all.count == 6)
        }
        let owned = try Files.text(sandbox.dataRoot.absolute("resources/pool")).split(separator: "\n")
        #expect(owned.prefix(count).enumerated().allSatisfy { $1 == "e\($0): N\($0)" })
        #expect(owned.dropFirst(count).allSatisfy { $0.hasSuffix(":") })
    }
}
