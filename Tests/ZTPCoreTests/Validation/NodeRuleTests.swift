import SystemPackage
import Testing

@testable import ZTPCore

/// What is said about the folders of nodes, and about all of it together.
@Suite struct NodeRuleTests {
    private static let keys = "the keys are name, definition, node, model, variables, interfaces and config-handler"

    /// A file of node A, its text, and what is found then.
    static let rows: [(String, String, [String])] = [
        (".node", "{", ["nodes/A/.node:1:2: error: it is not JSON: a member name in quotes is missing"]),
        (".node", "[]", ["nodes/A/.node: error: it is not a JSON object"]),
        ("pattern", "model: DCS\n", []),
        (
            "pattern", "model: X\n",
            [
                "nodes/A/pattern:1:1: error: the node does not fit, by its last report: "
                    + "the model must match 'X', it is 'DCS-7050'"
            ]
        ),
        ("pattern", "interfaces: []\nfoo: 1\n", ["nodes/A/pattern:2:1: error: unknown key 'foo'; \(keys)"]),
        ("pattern", "", ["nodes/A/pattern: error: the file must be a mapping, it is empty"]),
        ("attributes", "", []),
        ("attributes", "a: 1\n", []),
        ("attributes", "[1]\n", ["nodes/A/attributes:1:1: error: it must be a mapping"]),
        ("attributes", "yes: x\ntrue: y\n", ["nodes/A/attributes:2:1: error: key 'true' appears twice in one mapping"]),
        ("startup-config", "hostname x\n", []),
        (
            "startup-config", "",
            ["nodes/A/startup-config: warning: it is empty, and the node is given it all the same"]
        ),
        ("definition", "name: x\n", ["nodes/A/definition:1:1: error: it has no actions"]),
        (
            "definition", "actions:\n- action: install\n  attributes: {x: $v}\n",
            [
                "nodes/A/definition:3:19: warning: $v is neither in the node's attributes file "
                    + "nor among the definition's attributes; it becomes null"
            ]
        ),
    ]

    @Test(arguments: NodeRuleTests.rows)
    func isFound(file: String, text: String, lines: [String]) throws {
        let bench = try ValidationBench()
        try bench.addNode()
        #expect(try bench.lines("nodes/A/" + file, text) == lines)
    }

    @Test func attributesOfTheNodeCount() throws {
        let bench = try ValidationBench()
        try bench.addNode()
        try bench.sandbox.write("nodes/A/attributes", "v: 1\n")
        let text = "actions:\n- action: install\n  attributes: {x: $v}\n"
        #expect(try bench.lines("nodes/A/definition", text).isEmpty)
    }

    @Test func folderWithoutEverything() throws {
        let bench = try ValidationBench()
        try bench.sandbox.makeFolder("nodes/A")
        let incomplete = "nodes/A: error: the node's folder has neither a definition nor a startup-config"
        #expect(
            try bench.lines() == [
                incomplete,
                "nodes/A/pattern: error: there is no pattern, so the node is refused; "
                    + "[default] disable_topology_validation is off",
            ])
        #expect(try bench.lines({ $0.general.disableTopologyValidation = true }) == [incomplete])
    }

    @Test func reportMayBeMissing() throws {
        let bench = try ValidationBench()
        try bench.addNode()
        try bench.remove("nodes/A/.node")
        #expect(try bench.lines().isEmpty)
    }

    @Test func whatIsNoNode() throws {
        let bench = try ValidationBench()
        try bench.sandbox.write("nodes/notes", "")
        try bench.sandbox.makeFolder("nodes/a\\b")
        try bench.sandbox.makeFolder("nodes/.staging\\1-1")
        #expect(
            try bench.lines() == [
                "nodes/a\\b: warning: no switch can have this name",
                "nodes/notes: warning: it is not a folder, and nodes/ holds nothing else",
            ])
    }

    @Test func cleanTreeGivesNothing() throws {
        let bench = try ValidationBench()
        try bench.addNode("A")
        try bench.addNode("B")
        #expect(try bench.lines().isEmpty)
    }

    @Test func findingsComeInOrder() throws {
        let bench = try ValidationBench()
        try bench.addNode()
        for file in ["bootstrap/bootstrap", "neighbordb", "definitions/leaf", "resources/free", "plugins/test"] {
            try bench.sandbox.write(file, "")
        }
        let lines = try bench.lines("nodes/A/definition", "")
        #expect(
            lines.map { String($0.prefix { $0 != ":" }) } == [
                "bootstrap/bootstrap", "bootstrap/bootstrap", "neighbordb", "definitions/leaf", "resources/free",
                "plugins/test",
                "nodes/A/definition",
            ])
    }

    @Test func progressIsTold() throws {
        let bench = try ValidationBench()
        try bench.addNode("A")
        try bench.addNode("B")
        var configuration = ZTPCore.Configuration()
        configuration.general.dataRoot = bench.sandbox.path
        var told: [String] = []
        _ = try Validator(configuration: configuration).diagnostics { done, total in told.append("\(done)/\(total)") }
        #expect(told == ["1/2", "2/2"])
    }

    @Test func dataRootMustBeThere() throws {
        var configuration = ZTPCore.Configuration()
        configuration.general.dataRoot = "/nonexistent/ztp"
        #expect(throws: StartupError.noDataRoot("/nonexistent/ztp")) { try Validator(configuration: configuration) }
        #expect(
            StartupError.noDataRoot("/srv").description == "data_root /srv is not a directory")
    }
}
