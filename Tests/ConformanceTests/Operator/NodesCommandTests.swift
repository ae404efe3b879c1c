import Testing

/// `ztps nodes`: what it prints, what it removes, and how it ends.
@Suite struct NodesCommandTests {
    private static let report =
        #"{"model": "DCS-7050", "serialnumber": "A1", "version": "4.32.1F", "neighbors": {"Ethernet1": "#
        + #"[{"device": "spine1", "port": "Ethernet7"}], "Ethernet2": []}}"#

    private static let given: [Given] =
        [
            .file("nodes/A1/.node", report), .file("nodes/A1/definition", "actions: []\n"),
            .file("nodes/A1/pattern", "name: leaf\ninterfaces: []\n"),
            .file("nodes/A1/notes/mine.txt", "kept by hand\n"),
            .folder("nodes/B2"), .file("nodes/B2/startup-config", "!\n"), .file("nodes/README", "no node\n"),
            .file("resources/mgmt", "10.0.0.1: A1\n10.0.0.2: B2\n10.0.0.3:\n"),
            .file("resources/names", "leaf1: A1\n"),
        ]

    @Test(arguments: [["nodes"], ["nodes", "list"]])
    func list(arguments: [String]) throws {
        #expect(
            try CommandBench(Self.given).run(arguments)
                == Ended(
                    0,
                    """
                    node  model     version  pattern  last report          holds
                    A1    DCS-7050  4.32.1F  leaf     TIME  definition, pattern
                    B2    -         -        -        never                startup-config

                    """))
    }

    @Test func listAsJSON() throws {
        let ended = try CommandBench(Self.given).run(["nodes", "--json"])
        #expect(ended.exit == .code(0))
        #expect(
            ended.output.replacing(/"reported": \d+/, with: #""reported": 0"#)
                == #"[{"node": "A1", "model": "DCS-7050", "version": "4.32.1F", "pattern": "leaf", "reported": 0, "#
                + #""files": [".node", "definition", "pattern"], "problems": []}, {"node": "B2", "model": null, "#
                + #""version": null, "pattern": null, "reported": null, "files": ["startup-config"], "problems": []}]"#
                + "\n")
    }

    @Test func show() throws {
        #expect(
            try CommandBench(Self.given).run(["nodes", "show", "A1"])
                == Ended(
                    0,
                    """
                    node          A1
                    model         DCS-7050
                    version       4.32.1F
                    systemmac     -
                    serialnumber  A1
                    last report   TIME
                    pattern       leaf
                    holds         definition, pattern
                    neighbor      Ethernet1 sees spine1:Ethernet7
                    neighbor      Ethernet2 sees nothing
                    owns          10.0.0.1 of pool mgmt
                    owns          leaf1 of pool names

                    """))
    }

    @Test func showAsJSON() throws {
        let ended = try CommandBench(Self.given).run(["nodes", "show", "A1", "--json"])
        #expect(ended.exit == .code(0))
        #expect(
            ended.output.contains(
                #""neighbors": {"Ethernet1": [{"device": "spine1", "port": "Ethernet7"}], "Ethernet2": []}"#))
        #expect(
            ended.output.contains(
                #""resources": [{"pool": "mgmt", "entry": "10.0.0.1"}, {"pool": "names", "entry": "leaf1"}]"#))
    }

    @Test(arguments: ["y\n", "Y\n", "yes\n"])
    func removeAsks(answer: String) throws {
        let bench = try CommandBench(Self.given)
        #expect(
            try bench.run(["nodes", "remove", "A1"], input: answer)
                == Ended(
                    0,
                    """
                    Remove node A1 (definition, pattern)? [y/N] removed node A1
                    it still owns 10.0.0.1 of pool mgmt, leaf1 of pool names; ztps release --node A1 frees that

                    """))
        #expect(!Files.exists(bench.sandbox.dataRoot.absolute("nodes/A1")))
        #expect(Files.exists(bench.sandbox.dataRoot.absolute("nodes/B2/startup-config")))
        #expect(Files.names(bench.sandbox.dataRoot.absolute(".ztpserver/staging")).isEmpty)
    }

    @Test(arguments: ["n\n", "\n", "", "yess\n"])
    func everythingButYesIsNo(answer: String) throws {
        let bench = try CommandBench(Self.given)
        #expect(
            try bench.run(["nodes", "remove", "A1"], input: answer)
                == Ended(1, "Remove node A1 (definition, pattern)? [y/N] nothing is removed\n"))
        #expect(Files.exists(bench.sandbox.dataRoot.absolute("nodes/A1/notes/mine.txt")))
    }

    @Test func removeFreesWhatTheNodeOwns() throws {
        let bench = try CommandBench(Self.given)
        #expect(
            try bench.run(["nodes", "remove", "A1", "--yes", "--release"])
                == Ended(0, "removed node A1\nmgmt: freed 10.0.0.1\nnames: freed leaf1\n"))
        #expect(
            try Files.text(bench.sandbox.dataRoot.absolute("resources/mgmt"))
                == "10.0.0.1: null\n10.0.0.2: B2\n10.0.0.3:\n")
    }

    /// A folder that is a link goes as a link: what it leads to is the operator's.
    @Test func removeKeepsWhatLinksLeadTo() throws {
        let bench = try CommandBench(Self.given)
        let outside = bench.sandbox.path + "/outside/C3"
        try Files.makeFolder(outside)
        try Files.write(outside + "/definition", Array("actions: []\n".utf8))
        try Files.link(bench.sandbox.dataRoot.absolute("nodes/C3"), to: outside)
        #expect(try bench.run(["nodes", "remove", "C3", "-y"]) == Ended(0, "removed node C3\n"))
        #expect(!Files.exists(bench.sandbox.dataRoot.absolute("nodes/C3")))
        #expect(Files.exists(outside + "/definition"))
    }

    @Test(arguments: [["nodes", "show", "Z9"], ["nodes", "remove", "Z9", "--yes"], ["nodes", "remove", "Z9"]])
    func noSuchNode(arguments: [String]) throws {
        #expect(try CommandBench(Self.given).run(arguments) == Ended(1, error: "ztps: there is no node 'Z9'\n"))
    }

    @Test(arguments: ["../bootstrap", "..", ""])
    func namesThatLeadOutside(name: String) throws {
        let bench = try CommandBench(Self.given)
        #expect(
            try bench.run(["nodes", "remove", name, "--yes"]) == Ended(1, error: "ztps: there is no node '\(name)'\n"))
        #expect(Files.exists(bench.sandbox.dataRoot.absolute("bootstrap")))
    }

    /// A node that is removed while the server runs is new to it.
    @Test func aRunningServerSeesIt() throws {
        let port = try Sandbox.freePort()
        let bench = try CommandBench(
            Self.given + [
                .file("neighbordb", "patterns: [{name: any, definition: d, interfaces: []}]\n"),
                .file("definitions/d", "actions: []\n"),
            ], port: port)
        let server = try StandaloneDriver(bench.sandbox, port: port)
        defer { server.stop() }
        let report = Message(method: "POST", target: "/nodes", body: Array(Self.report.utf8))
        #expect(try server.send(report).status == 409)
        #expect(try bench.run(["nodes", "remove", "A1", "--yes"]).exit == .code(0))
        #expect(try server.send(report).status == 201)
    }
}
