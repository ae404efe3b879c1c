import Testing

/// `ztps --validate-config`: lines, summary and exit codes. Tests of the core know what is found.
@Suite struct ValidateCommandTests {
    private static let clean: [Given] = [
        .file("bootstrap/bootstrap", "#!/usr/bin/python\nSERVER = '$SERVER'\n"),
        .file("neighbordb", "patterns:\n- name: leaf\n  definition: leaf\n  interfaces: [{Ethernet1: spine1}]\n"),
        .file("definitions/leaf", "name: leaf\nactions:\n- action: add_config\n"),
        .file("actions/add_config", "def main(attributes):\n    pass\n"),
    ]

    private static let warned: [Given] =
        clean + [
            .file(
                "neighbordb", "patterns:\n- {name: leaf, definition: leaf, interfaces: [{any: any}, {Ethernet1: x}]}\n")
        ]

    private static let broken: [Given] =
        warned + [.file("definitions/leaf", "name: leaf\nactions:\n- action: absent\n")]

    @Test func clean() throws {
        let bench = try CommandBench(Self.clean)
        let before = Files.tree(bench.sandbox.dataRoot.path)
        #expect(try bench.run(["--validate-config"]) == Ended(0, "No errors, no warnings.\n"))
        #expect(try bench.run(["-V", "--strict"]) == Ended(0, "No errors, no warnings.\n"))
        #expect(try bench.run(["-V", "--json"]) == Ended(0, #"{"findings": []}"# + "\n"))
        #expect(Files.tree(bench.sandbox.dataRoot.path) == before)
    }

    @Test func warnings() throws {
        let bench = try CommandBench(Self.warned)
        let text = """
            @/data_root/neighbordb:2:3: warning: pattern 'leaf': whether `Ethernet1: x` is fulfilled depends on the order \
            in which the switch sends its interfaces, because `any: any` may use up the same one
            0 errors, 1 warning.

            """
        #expect(try bench.run(["-V"]) == Ended(0, text))
        #expect(try bench.run(["-V", "--strict"]) == Ended(1, text))
    }

    @Test func errors() throws {
        let bench = try CommandBench(Self.broken)
        let ended = try bench.run(["-V"])
        #expect(ended.exit == .code(1))
        #expect(
            ended.output.contains("@/data_root/definitions/leaf:3:11: error: there is no actions/absent\n"),
            "\(ended.output)")
        #expect(ended.output.hasSuffix("1 error, 1 warning.\n"))
        let json = try bench.run(["-V", "--json"])
        #expect(json.exit == .code(1))
        #expect(
            json.output.contains(
                #"{"file": "@/data_root/definitions/leaf", "line": 3, "column": 11, "severity": "error", "#
                    + #""message": "there is no actions/absent"}"#), "\(json.output)")
    }

    /// The configuration file itself counts.
    @Test func configuration() throws {
        let unknown = try CommandBench(Self.clean, extra: ["nonsense = 1"])
        #expect(
            try unknown.run(["-V"])
                == Ended(
                    0,
                    "@/ztpserver.conf:4: warning: unknown option 'nonsense' in section [default], ignored\n"
                        + "0 errors, 1 warning.\n"))
        let bad = try CommandBench(Self.clean, extra: ["identifier = serial"])
        #expect(
            try bad.run(["-V"])
                == Ended(
                    1,
                    error: "@/ztpserver.conf:4: identifier: 'serial' is not valid, allowed: serialnumber or systemmac\n"
                ))
        Files.removeTree(unknown.sandbox.dataRoot.path)
        #expect(
            try unknown.run(["-V"])
                == Ended(1, error: "data_root @/data_root is not a directory\n"))
    }

    /// No colour, and no progress, where nobody watches.
    @Test func plainWithoutATerminal() throws {
        let ended = try CommandBench(Self.broken).run(["-V"])
        #expect(!ended.output.contains("\u{1B}") && ended.error.isEmpty)
    }
}
