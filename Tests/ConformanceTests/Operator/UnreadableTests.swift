import Glibc
import Testing

/// What a command may not read is never told as what is not there.
@Suite struct UnreadableTests {
    private static let given: [Given] =
        .node("A1") + .node("B2") + .node("C3") + [
            .file("nodes/B2/.node", "{}", mode: 0), .file("nodes/C3/.node", "{broken"),
            .file("resources/mgmt", "10.0.0.1: B2\n"),
        ]

    private static let lacks = "Permission denied: user id \(ServiceUser.id) lacks the right to"

    private func close(_ name: String, _ bench: CommandBench, mode: UInt32 = 0) throws {
        try #require(chmod(bench.sandbox.dataRoot.absolute(name), mode) == 0)
    }

    @Test func nodesThatCannotBeRead() throws {
        let bench = try CommandBench(Self.given)
        try close("nodes/A1", bench)
        #expect(
            try bench.run(["nodes"], asServiceUser: true)
                == Ended(
                    2,
                    """
                    node  model  version  pattern     last report          holds
                    A1    ?      ?        ?           ?                    ?
                    B2    ?      ?        everything  ?                    definition, pattern
                    C3    ?      ?        everything  TIME  definition, pattern

                    """,
                    error: """
                        ztps: node A1: @/data_root/nodes/A1/.node cannot be looked at: \(Self.lacks) search \
                        @/data_root/nodes/A1
                        ztps: node B2: @/data_root/nodes/B2/.node cannot be read: \(Self.lacks) read \
                        @/data_root/nodes/B2/.node
                        ztps: node C3: the node's .node is broken: it is not JSON: a member name in quotes is missing at byte 1

                        """))
        let json = try bench.run(["nodes", "--json"], asServiceUser: true)
        #expect(json.exit == .code(2))
        #expect(
            json.output.hasPrefix(
                #"[{"node": "A1", "model": null, "version": null, "pattern": null, "reported": null, "files": null, "#
                    + #""problems": ["@/data_root/nodes/A1/.node cannot be looked at: "#))
        let show = try bench.run(["nodes", "show", "A1"], asServiceUser: true)
        #expect(show.exit == .code(2) && show.output.contains("last report   ?\n"), "\(show)")
        // Who must not look cannot say that it is not there either.
        let remove = try bench.run(["nodes", "remove", "A1", "--yes"], asServiceUser: true)
        #expect(remove.exit == .code(0) || remove.exit == .code(2))
    }

    @Test func foldersThatCannotBeListed() throws {
        let bench = try CommandBench(Self.given)
        for (folder, command) in [("nodes", ["nodes"]), ("resources", ["pools"]), ("resources", ["-r"])] {
            try close(folder, bench)
            #expect(
                try bench.run(command, asServiceUser: true)
                    == Ended(
                        2,
                        error:
                            "ztps: @/data_root/\(folder) cannot be listed: \(Self.lacks) read @/data_root/\(folder)\n"))
            try close(folder, bench, mode: 0o755)
        }
        try close("", bench)
        #expect(
            try bench.run(["nodes"], asServiceUser: true)
                == Ended(
                    2, error: "ztps: @/data_root/nodes cannot be looked at: \(Self.lacks) search @/data_root\n"))
        try close("", bench, mode: 0o755)
    }

    /// What a node owns is not known while a pool is closed, so nothing is removed.
    @Test func poolsThatCannotBeRead() throws {
        let bench = try CommandBench(Self.given)
        try close("resources/mgmt", bench)
        let reason =
            "ztps: the pool 'mgmt' cannot be read: @/data_root/resources/mgmt: \(Self.lacks) read "
            + "@/data_root/resources/mgmt\n"
        #expect(try bench.run(["pools", "mgmt"], asServiceUser: true) == Ended(1, error: reason))
        let show = try bench.run(["nodes", "show", "C3"], asServiceUser: true)
        #expect(show.exit == .code(2) && show.error.hasPrefix(reason))
        #expect(
            try bench.run(["nodes", "remove", "C3", "--yes", "--release"], asServiceUser: true)
                == Ended(2, error: reason))
        #expect(Files.exists(bench.sandbox.dataRoot.absolute("nodes/C3/definition")))
    }

    @Test func validation() throws {
        let bench = try CommandBench(
            [.file("neighbordb", "patterns: []\n"), .folder("definitions/closed")] + .node("A1"))
        for folder in ["nodes/A1", "resources", "definitions/closed"] { try close(folder, bench) }
        let ended = try bench.run(["-V"], asServiceUser: true)
        #expect(ended.exit == .code(1))
        for line in [
            "@/data_root/definitions/closed: error: @/data_root/definitions/closed cannot be listed: \(Self.lacks) read "
                + "@/data_root/definitions/closed\n",
            "@/data_root/resources: error: @/data_root/resources cannot be listed: \(Self.lacks) read "
                + "@/data_root/resources\n",
            "@/data_root/nodes/A1/.node: error: @/data_root/nodes/A1/.node cannot be looked at: \(Self.lacks) search "
                + "@/data_root/nodes/A1\n",
        ] {
            #expect(ended.output.contains(line), "\(ended.output)")
        }
    }
}
