import Testing

/// `ztps explain`, and what the log says of a node that no pattern fits.
@Suite struct ExplainTests {
    private static let neighbordb = """
        patterns:
          - name: leaf
            definition: leaf
            interfaces:
              - Ethernet1: spine1
              - Ethernet2: spine2:Ethernet1
          - name: rack4
            definition: leaf
            interfaces:
              - Ethernet1: spine1
              - any: spine1:any
          - name: spare
            definition: leaf
            node: SPARE1
            interfaces: [{any: anything}]

        """

    private static let given: [Given] = [
        .file("neighbordb", neighbordb),
        .file(
            "definitions/leaf",
            "name: leaf\nattributes: {mtu: 9214}\nactions: [{action: a, attributes: {m: $mtu, ip: \"allocate('p')\"}}]\n"
        ),
        .file("resources/p", "10.0.0.1:\n"),
    ]

    private static func report(_ id: String, _ second: String) -> String {
        #"{"serialnumber":"\#(id)","neighbors":{"Ethernet1":[{"device":"spine1","port":"Ethernet7"}],"#
            + #""Ethernet2":[{"device":"\#(second)","port":"Ethernet1"}]}}"#
    }

    private static func sandbox(_ given: [Given] = given) throws -> Sandbox {
        let sandbox = try Sandbox(name: "explain")
        try sandbox.configure()
        for given in given { try sandbox.dataRoot.apply(given) }
        return sandbox
    }

    private static func explain(
        _ sandbox: Sandbox, _ arguments: [String], input: String = ""
    ) throws -> (exit: ChildProcess.Exit, output: String, error: String) {
        let finished = try ChildProcess.run(
            Products.standalone, ["--conf", sandbox.configurationPath, "explain"] + arguments, input: Array(input.utf8))
        return (finished.exit, String(decoding: finished.output, as: UTF8.self), finished.error)
    }

    @Test func aPatternFits() throws {
        let sandbox = try Self.sandbox()
        let result = try Self.explain(sandbox, ["-"], input: Self.report("N1", "spine2"))
        #expect(result.exit == .code(0))
        #expect(
            result.output == """
                node N1
                pattern 'leaf' fits

                definition:
                  name: leaf
                  attributes:
                    mtu: 9214
                  actions:
                  - action: a
                    attributes:
                      m: 9214
                      ip: 10.0.0.1

                """)
        #expect(try Files.text(sandbox.dataRoot.absolute("resources/p")) == "10.0.0.1:\n")
        #expect(!Files.exists(sandbox.dataRoot.absolute("nodes/N1")))
        #expect(!Files.exists(sandbox.dataRoot.absolute(".ztpserver")))
    }

    @Test func noPatternFits() throws {
        let result = try Self.explain(try Self.sandbox(), ["-"], input: Self.report("N2", "spine3"))
        #expect(result.exit == .code(1))
        #expect(
            result.output == """
                node N2
                pattern 'leaf': Ethernet2 must see spine2:Ethernet1, it sees spine3:Ethernet1
                pattern 'rack4': no neighbor is left for `any: spine1:any`, because `Ethernet1: spine1` stands before it and takes it

                """)
    }

    @Test func onlyTheNodesOwnPatternIsTried() throws {
        let result = try Self.explain(try Self.sandbox(), ["-"], input: Self.report("SPARE1", "spine2"))
        #expect(result.exit == .code(1))
        #expect(result.output == "node SPARE1\npattern 'spare': some interface must see anything, none does\n")
    }

    @Test func aStoredNode() throws {
        let sandbox = try Self.sandbox(
            Self.given + .node("ST1", definition: "actions: [{attributes: {v: $x}}]\n", attributes: "x: 7\n"))
        let result = try Self.explain(sandbox, ["--node", "ST1", "--json"])
        #expect(result.exit == .code(0))
        #expect(
            compactJSON(result.output)
                == compactJSON(
                    #"{"node":"ST1","known":true,"pattern":"everything","considered":[{"pattern":"everything","#
                        + #""matches":true,"reason":null}],"definition":{"actions":[{"attributes":{"v":7}}]},"refusal":null,"#
                        + #""undefined":[],"plugins":[],"warnings":[]}"#
                ))
    }

    /// What a pool refuses the server says in the same words, and the switch would get nothing.
    @Test(
        arguments: [
            (.file("resources/p", "10.0.0.1: X\n"), "the pool 'p' is exhausted: all 1 entries are given out"),
            (.removed("resources/p"), "there is no pool 'p'"),
            (.file("resources/p", "- a\n"), "the pool 'p' must be a mapping of entries to owners, it is a list"),
        ] as [(Given, String)])
    func aPoolThatGivesNothing(change: Given, reason: String) throws {
        let sandbox = try Self.sandbox()
        try sandbox.dataRoot.apply(change)
        let result = try Self.explain(sandbox, ["-"], input: Self.report("N1", "spine2"))
        let refusal = "the node's definition is unusable: \(reason)"
        #expect(result.exit == .code(1))
        #expect(result.output == "node N1\npattern 'leaf' fits\n\nrefused: \(refusal)\n")
        let gateway = try Gateway(sandbox)
        let report = Message(method: "POST", target: "/nodes", body: Array(Self.report("N1", "spine2").utf8))
        _ = try gateway.client.send(report)
        let log = String(decoding: try gateway.client.send(Message(target: "/nodes/N1")).error, as: UTF8.self)
        #expect(log.contains("GET refused: \(refusal)\n"), "\(log)")
        let stored = try Self.explain(sandbox, ["--node", "N1", "--json"])
        #expect(stored.exit == .code(1) && stored.output.contains(#""refusal": "\#(refusal)""#), "\(stored)")
    }

    @Test func whatIsUndefinedAndWhoWouldBeAsked() throws {
        let given: [Given] =
            .node(
                "N",
                definition: """
                    actions:
                    - {name: first, action: a, attributes: {v: $gone, w: {x: $gone2, y: $there}, p: "ipam('x')"}}
                    - {action: b, attributes: {n: null, z: $null}}

                    """, attributes: "there: 1\nnull: null\n") + [
                .file("plugins/ipam", "#!/bin/sh\necho 1\n", mode: 0o755)
            ]
        let sandbox = try Self.sandbox(given)
        let nowhere =
            "is neither in the node's attributes file nor among the definition's attributes; the switch gets null"
        let result = try Self.explain(sandbox, ["--node", "N"])
        #expect(result.exit == .code(0))
        #expect(
            result.output.hasSuffix(
                """

                warning: action 'first': $gone \(nowhere)
                warning: action 'first': $gone2 \(nowhere)
                note: a plugin of plugins/ would be asked for ipam('x')

                """), "\(result.output)")
        let gateway = try Gateway(sandbox)
        let answer = try gateway.client.send(Message(target: "/nodes/N"))
        #expect(try ReplyParser.cgi(answer.output, method: "GET").status == 200)
        let lines = String(decoding: answer.error, as: UTF8.self).split(separator: "\n").filter {
            $0.contains("WARNING") && $0.contains("node=N ")
        }
        #expect(lines.count == 2)
        #expect(lines.first?.hasSuffix("action 'first': $gone \(nowhere)") == true, "\(lines)")
        // A plugin that is missing would refuse the node.
        try sandbox.dataRoot.apply(.removed("plugins/ipam"))
        let missing = try Self.explain(sandbox, ["--node", "N"])
        #expect(missing.exit == .code(1))
        #expect(
            missing.output.contains(
                "refused: the node's definition is unusable: ipam('x') needs the plugin 'ipam', which does not exist\n")
        )
    }

    /// Names that a reader would take for others are shown as what they are, in the command as in the log.
    @Test func namesThatDeceive() throws {
        let sandbox = try Self.sandbox()
        let name = "spine\u{202E}1\u{200B}\u{E0041}"
        let result = try Self.explain(sandbox, ["-"], input: Self.report("N2", name))
        let shown = "spine\\u202e1\\u200b\\U000e0041"
        #expect(result.output.contains("it sees \(shown)"), "\(result.output)")
        let gateway = try Gateway(sandbox)
        let message = Message(method: "POST", target: "/nodes", body: Array(Self.report("N2", name).utf8))
        let log = String(decoding: try gateway.client.send(message).error, as: UTF8.self)
        #expect(log.contains(shown), "\(log)")
    }

    @Test(
        arguments: [
            ("{", "ztps: the request's body is not JSON: "),
            (#"{"serialnumber":""}"#, "ztps: the node's report has no serialnumber"),
        ])
    func unusableReports(report: (text: String, error: String)) throws {
        let result = try Self.explain(try Self.sandbox(), ["-"], input: report.text)
        #expect(result.exit == .code(2))
        #expect(result.error.hasPrefix(report.error), "\(result.error)")
    }

    @Test func theUnusableNeighbordbIsNamedAlikeInLogAndCommand() throws {
        let given: [Given] = [
            .file(
                "neighbordb", "patterns:\n  - name: leaf\n    definition: leaf\n    interfaces:\n      - Eth: spine1\n")
        ]
        let sandbox = try Self.sandbox(given)
        let result = try Self.explain(sandbox, ["-"], input: Self.report("N3", "spine2"))
        #expect(result.exit == .code(2))
        let problem =
            "\(sandbox.dataRoot.path)/neighbordb:5:9: pattern 'leaf': "
            + "'Eth' is neither any, none nor an interface such as Ethernet1 or Ethernet1-4"
        #expect(result.error == "ztps: \(problem)\n")
        let gateway = try Gateway(sandbox)
        let message = Message(method: "POST", target: "/nodes", body: Array(Self.report("N3", "spine2").utf8))
        let log = String(decoding: try gateway.client.send(message).error, as: UTF8.self)
        #expect(log.contains("INFO") && log.contains("node=N3 ") && log.contains("POST refused: \(problem)"), "\(log)")
    }

    /// An expression that takes too much work decides nothing: a new switch is refused, and so is a known one by its own
    /// pattern file, with the reason that the command gives.
    @Test func tooMuchWorkIsToldAlikeInLogAndCommand() throws {
        let evil = String(repeating: "a", count: 80) + "!"
        let expected =
            "2:5: pattern 'evil': regex('(a+)+$') takes more than 100000 steps on the name "
            + "'\(evil.prefix(64))…', so it cannot be told whether the pattern fits"
        let report = #"{"serialnumber":"N6","neighbors":{"Ethernet1":[{"device":"\#(evil)","port":"x"}]}}"#
        let entry = #"interfaces: [{Ethernet1: "regex('(a+)+$')"}]"#
        let given: [Given] = [
            .file("definitions/leaf", "actions: []\n"),
            .file(
                "neighbordb",
                "patterns:\n  - {name: evil, definition: leaf, \(entry)}\n"
                    + "  - {name: all, definition: leaf, interfaces: []}\n"),
            .file("nodes/K1/definition", "actions: []\n"),
            .file("nodes/K1/.node", report), .file("nodes/K1/pattern", "\n  {name: evil, \(entry)}\n"),
        ]
        let sandbox = try Self.sandbox(given)
        let told = try Self.explain(sandbox, ["-"], input: report)
        #expect(told.exit == .code(2))
        #expect(told.error == "ztps: \(sandbox.dataRoot.path)/neighbordb:\(expected)\n")
        let known = try Self.explain(sandbox, ["--node", "K1"])
        #expect(known.exit == .code(2))
        #expect(known.error.hasSuffix("\(expected.replacing("2:5:", with: "2:3:"))\n"), "\(known.error)")
        let gateway = try Gateway(sandbox)
        for _ in 0..<2 {
            let posted = try gateway.client.send(Message(method: "POST", target: "/nodes", body: Array(report.utf8)))
            #expect(try ReplyParser.cgi(posted.output, method: "POST").status == 400)
            #expect(
                String(decoding: posted.error, as: UTF8.self).contains(
                    "POST refused: \(sandbox.dataRoot.path)/neighbordb:\(expected)\n"))
            let asked = try gateway.client.send(Message(target: "/nodes/K1"))
            #expect(try ReplyParser.cgi(asked.output, method: "GET").status == 400)
            #expect(
                String(decoding: asked.error, as: UTF8.self).contains(
                    "\(expected.replacing("2:5:", with: "2:3:"))\n"))
        }
        #expect(!Files.exists(sandbox.dataRoot.absolute("nodes/N6")))
    }

    @Test func warnings() throws {
        let given: [Given] = [
            .file("definitions/leaf", "actions: []\n"),
            .file(
                "neighbordb",
                """
                patterns:
                  - {name: wide, definition: leaf, interfaces: [{any: "regex('spine[0-9]')"}]}
                  - {name: narrow, definition: leaf, interfaces: [{any: "regex('spine[0-9]')"}, {Ethernet1: any}]}
                  - {name: one, definition: leaf, node: N9, interfaces: []}
                  - {name: two, definition: leaf, node: N9, interfaces: []}

                """),
        ]
        let result = try Self.explain(try Self.sandbox(given), ["-"], input: Self.report("N4", "x"))
        #expect(result.exit == .code(0))
        let warnings = result.output.split(separator: "\n").filter { $0.hasPrefix("warning: ") }.map(String.init)
        let openEnded =
            "regex('spine[0-9]') also accepts names that go on after the match; put $ at its end if that is not meant"
        let expected: [String] = [
            "warning: 2:5: pattern 'wide': \(openEnded)",
            "warning: 3:5: pattern 'narrow': it is never used, because pattern 'wide' fits first wherever it fits",
            "warning: 3:5: pattern 'narrow': \(openEnded)",
            """
            warning: 3:5: pattern 'narrow': whether `Ethernet1: any` is fulfilled depends on the order in which the switch \
            sends its interfaces, because `any: regex('spine[0-9]')` may use up the same one
            """,
            "warning: 5:5: pattern 'two': it is never used, because pattern 'one' is for the node 'N9' already",
        ]
        #expect(warnings == expected)
    }

    @Test func theLogNamesTheClosestPatternAndEveryOneAtDebugLevel() throws {
        let sandbox = try Self.sandbox()
        let gateway = try Gateway(sandbox, arguments: ["--debug"])
        let message = Message(method: "POST", target: "/nodes", body: Array(Self.report("N5", "spine3").utf8))
        let lines = String(decoding: try gateway.client.send(message).error, as: UTF8.self).split(separator: "\n")
        let leaf = "pattern 'leaf': Ethernet2 must see spine2:Ethernet1, it sees spine3:Ethernet1"
        #expect(
            lines.contains {
                $0.contains("INFO") && $0.hasSuffix("POST refused: no pattern fits; the closest is \(leaf)")
            })
        #expect(lines.contains { $0.contains("DEBUG") && $0.hasSuffix(leaf) })
        #expect(lines.contains { $0.contains("DEBUG") && $0.contains("pattern 'rack4': no neighbor is left") })
    }

    @Test(arguments: [["explain"], ["explain", "a", "--node", "b"], ["--nonsense"]])
    func wrongCommandLines(arguments: [String]) throws {
        #expect(try ChildProcess.run(Products.standalone, arguments).exit == .code(2))
    }

    @Test func aMissingConfigurationIsAnError() throws {
        #expect(try ChildProcess.run(Products.standalone, ["explain", "-c", "/nonexistent", "-"]).exit == .code(2))
    }
}
