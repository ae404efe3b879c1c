import SystemPackage
import Testing

@testable import ZTPCore

/// What is said about config-handlers and plugins that cannot start, about old releases' startup-configs, and about a
/// node's copy of its definition.
@Suite struct ProgramRuleTests {
    private static let carriageReturn =
        "it cannot start: its #! line ends with a carriage return, which counts as a part of the interpreter's name"

    @Test func handlersAndPlugins() throws {
        let bench = try ValidationBench()
        try bench.addNode()
        for name in ["config-handlers/h", "plugins/p", "nodes/A/config-handler"] {
            try bench.sandbox.write(name, "#!/bin/bash\r\nexit 0\r\n", mode: 0o755)
        }
        let lines = try bench.lines()
        #expect(
            lines
                == ["config-handlers/h", "plugins/p", "nodes/A/config-handler"].map {
                    "\($0):1:1: warning: \(Self.carriageReturn); to fix it: sed -i 's/\\r$//' \($0)"
                })
    }

    @Test func modeOfTheNodesOwn() throws {
        let bench = try ValidationBench()
        try bench.addNode()
        // Copies that the server makes are executable; this one somebody else has made.
        try bench.sandbox.write("config-handlers/h", "#!/bin/sh\n", mode: 0o644)
        try bench.sandbox.write("nodes/A/config-handler", "#!/bin/sh\n", mode: 0o644)
        #expect(
            try bench.lines() == [
                "nodes/A/config-handler: warning: it cannot start: it is not executable; "
                    + "to fix it: chmod +x nodes/A/config-handler"
            ])
    }

    @Test func interpreterOfAHandler() throws {
        let lines = try ValidationBench().lines("config-handlers/h", "#!/nonexistent/python3\n")
        #expect(
            lines == [
                "config-handlers/h:1:1: warning: it cannot start: its interpreter /nonexistent/python3 is missing"
            ])
    }

    /// A Python module is not started, whatever its first line.
    @Test func modulesAreNotPrograms() throws {
        let bench = try ValidationBench()
        try bench.sandbox.write(
            "plugins/module", "#!/nonexistent/python\r\ndef main(node_id, pool, node):\r\n    return pool\r\n",
            mode: 0o755)
        try bench.sandbox.write("plugins/notes.txt", "text\r\n")
        #expect(try bench.lines() == [])
    }

    @Test func startupConfigOfAnOldRelease() throws {
        let bench = try ValidationBench()
        try bench.addNode()
        try bench.sandbox.write("nodes/A/startup-config", #"b'hostname leaf1\n'"#)
        let path = bench.sandbox.absolute("nodes/A/startup-config")
        #expect(
            try bench.lines() == [
                "nodes/A/startup-config:1:1: warning: "
                    + BytesLiteral.problem(path).replacing(bench.sandbox.path.string + "/", with: "")
            ])
    }

    private func notes(_ bench: ValidationBench) throws -> [String?] {
        var configuration = ZTPCore.Configuration()
        configuration.general.dataRoot = bench.sandbox.path
        return try Validator(configuration: configuration).diagnostics().map(\.note)
    }

    /// A fault in a node's definition: an edit of definitions/ does not reach it.
    @Test func copyOfADefinition() throws {
        let bench = try ValidationBench()
        try bench.addNode()
        let copy = bench.sandbox.absolute("nodes/A/definition")
        try bench.sandbox.write("nodes/A/definition", "actions:\n- action: nope\n- action: nope\n")
        let note =
            "this is the node's own copy, and the copy counts: a change in definitions/ does not reach it. To renew it: cp "
        #expect(try notes(bench) == [nil, note + "DEFINITION \(copy)"])
        try bench.sandbox.write("nodes/A/pattern", "name: leaf\ninterfaces: []\n")
        #expect(try notes(bench) == [nil, note + "\(bench.sandbox.absolute("definitions/leaf")) \(copy)"])
        try bench.sandbox.write("nodes/A/definition", "actions: []\n")
        #expect(try notes(bench) == [])
        try bench.sandbox.write("definitions/leaf", "actions:\n- action: nope\n")
        #expect(try notes(bench) == [nil])
    }
}
