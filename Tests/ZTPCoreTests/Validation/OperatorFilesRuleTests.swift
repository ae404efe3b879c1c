import Testing

@testable import ZTPCore

/// What is said about the bootstrap script, neighbordb, pools and plugins.
@Suite struct OperatorFilesRuleTests {
    private static let keys = "the keys are name, definition, node, model, variables, interfaces and config-handler"
    private static let pattern = "patterns:\n- name: leaf\n  definition: leaf\n"

    /// A file, its text, and what is found then.
    static let rows: [(String, String, [String])] = [
        (
            "bootstrap/bootstrap", "SERVER = '$SERVER'\n",
            [
                "bootstrap/bootstrap:1:1: warning: it does not begin with #!, so a switch does not run it but keeps it "
                    + "as its startup-config"
            ]
        ),
        (
            "bootstrap/bootstrap", "#!/bin/sh\n",
            [
                "bootstrap/bootstrap: warning: the script does not mention $SERVER, "
                    + "so it cannot know where this server is"
            ]
        ),
        ("bootstrap/bootstrap", "#!/bin/sh\n${SERVER}\n", []),
        ("bootstrap/bootstrap.conf", "# nothing\n", []),
        (
            "bootstrap/bootstrap.conf", "[1]\n",
            ["bootstrap/bootstrap.conf:1:1: warning: it must be a mapping; it says nothing now"]
        ),
        (
            "bootstrap/bootstrap.conf", "a: 1\nyes: x\ntrue: y\n",
            ["bootstrap/bootstrap.conf:3:1: error: key 'true' appears twice in one mapping"]
        ),
        ("neighbordb", "variables: {}\n", ["neighbordb:1:1: error: 'patterns' is missing"]),
        ("neighbordb", "patterns: []\n", []),
        (
            "neighbordb", pattern + "  interfaces: []\n  foo: 1\n",
            ["neighbordb:5:3: error: pattern 'leaf': unknown key 'foo'; \(keys)"]
        ),
        (
            "neighbordb", "patterns:\n- definition: leaf\n  interfaces: []\n",
            ["neighbordb:2:3: error: pattern number 1: 'name' is missing"]
        ),
        (
            "neighbordb", "patterns:\n- name: leaf\n  definition: lab/spine\n  node: A\n",
            ["neighbordb:2:3: error: pattern 'leaf': there is no definition 'lab/spine'"]
        ),
        ("neighbordb", "patterns:\n- name: leaf\n  definition: /definitions/leaf\n  node: A\n", []),
        (
            "neighbordb", pattern + "  node: A\n  config-handler: reload\n",
            ["neighbordb:2:3: error: pattern 'leaf': there is no config-handler 'reload'"]
        ),
        (
            "neighbordb", pattern + "  node: A\n- name: other\n  definition: leaf\n  node: A\n",
            [
                "neighbordb:5:3: warning: pattern 'other': it is never used, "
                    + "because pattern 'leaf' is for the node 'A' already"
            ]
        ),
        ("resources/p", "a:\nb: X\n", []),
        (
            "resources/p", "a: X\nb: Y\n",
            ["resources/p: warning: all 2 entries are given out; the next switch that asks is refused"]
        ),
        ("resources/p", "", ["resources/p: error: the pool 'p' has no entries"]),
        (
            "resources/p", "[a]\n",
            ["resources/p: error: the pool 'p' must be a mapping of entries to owners, it is a list"]
        ),
        ("resources/p", "a:\nb: [1]\n", ["resources/p:2:4: error: the owner of 'b' must be text, it is a list"]),
        (
            "plugins/allocate", "def main(a, b, c): pass\n",
            ["plugins/allocate: warning: allocate is built in; this file is not used"]
        ),
        ("plugins/sqlite", "", ["plugins/sqlite: warning: sqlite is built in; this file is not used"]),
        ("plugins/test", "", ["plugins/test: warning: test is built in; this file is not used"]),
        ("plugins/mine", "", []),
    ]

    @Test(arguments: OperatorFilesRuleTests.rows)
    func isFound(file: String, text: String, lines: [String]) throws {
        #expect(try ValidationBench().lines(file, text) == lines)
    }

    @Test(arguments: [
        ("bootstrap/bootstrap", "bootstrap/bootstrap: error: there is no bootstrap script; switches get 400"),
        ("neighbordb", "neighbordb: warning: there is no neighbordb, so new switches are refused"),
    ])
    func isMissing(file: String, line: String) throws {
        let bench = try ValidationBench()
        try bench.remove(file)
        #expect(try bench.lines() == [line])
    }

    @Test func namesComeFromTheConfiguration() throws {
        let bench = try ValidationBench()
        let lines = try bench.lines { configuration in
            configuration.bootstrap.filename = "lab/boot"
            configuration.neighbordb.filename = "ndb"
        }
        #expect(
            lines == [
                "bootstrap/lab/boot: error: there is no bootstrap script; switches get 400",
                "ndb: warning: there is no neighbordb, so new switches are refused",
            ])
    }

    @Test func brokenExpressionIsAnError() throws {
        let text = OperatorFilesRuleTests.pattern + "  interfaces:\n  - Ethernet1: regex('(')\n"
        let lines = try ValidationBench().lines("neighbordb", text)
        #expect(lines.count == 1)
        #expect(
            lines.first?.hasPrefix(
                "neighbordb:2:3: error: pattern 'leaf': regex('(') is not a regular expression: ") == true)
    }
}
