import OrderedCollections
import Testing

@testable import ZTPCore

/// Programs in plugins/ that do their work.
@Suite struct ProgramPluginTests {
    /// What is printed, and the value that it is taken for.
    @Test(
        arguments: [
            (#"printf '10.0.0.1\n'"#, .string("10.0.0.1")),
            (#"printf '10.0.0.1'"#, .string("10.0.0.1")),
            (#"printf 'two words\r\n'"#, .string("two words")),
            (#"printf '  indented \n\n'"#, .string("  indented")),
            (#"printf 'one\ntwo\n'"#, .string("one\ntwo")),
            (#"printf '12\n'"#, .integer(12)),
            (#"printf ' 12 \n'"#, .integer(12)),
            (#"printf '1.5'"#, .real(1.5)),
            (#"printf 'true'"#, .bool(true)),
            (#"printf 'True'"#, .string("True")),
            (#"printf 'null\n'"#, .null),
            (#"printf '"12"\n'"#, .string("12")),
            (#"printf '""\n'"#, .string("")),
            (#"printf '[1, "a", null]'"#, .array([.integer(1), .string("a"), .null])),
            (#"printf '{"b": 1, "a": {"c": []}}'"#, .mapping(["b": .integer(1), "a": .mapping(["c": .array([])])])),
            (#"printf '{"b": 1'"#, .string(#"{"b": 1"#)),
            (#"printf '001122334455'"#, .string("001122334455")),
            (#"printf '12 13'"#, .string("12 13")),
            (#"printf 'gr\303\266\303\237e'"#, .string("größe")),
            (#"printf 'NaN'"#, .string("NaN")),
            (#"printf 'Infinity'"#, .string("Infinity")),
        ] as [(String, Document)])
    func printed(command: String, value: Document) throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/bin/sh\n\(command)\n")
        #expect(bench.value("p('x')") == .value(value))
    }

    @Test func arguments() throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/bin/sh\nprintf '%s|' \"$#\" \"$@\"\n")
        #expect(bench.value("p('mgmt')") == .value(.string("2|JPE1|mgmt|")))
        #expect(bench.value("p('a','b')", id: "x y") == .value(.string("2|x y|a','b|")))
    }

    /// No shell ever reads an identifier or an argument.
    @Test(arguments: [
        "$(touch${IFS}owned)", "`touch owned`", "; touch owned", "a\"b'c", "-n", "*", "é", "%s%n", "..%2f",
    ])
    func argumentsAreOnlyText(text: String) throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/bin/sh\ncd \"${0%/*}\"\nprintf '%s|%s' \"$1\" \"$2\"\n")
        let identifier = text.replacing("/", with: "")
        let call = PluginCall("p('\(text.filter { !$0.isWhitespace })')")
        let argument = try #require(call).argument
        #expect(
            bench.value("p('\(argument)')", id: identifier) == .value(.string("\(identifier)|\(argument)")))
        #expect(bench.sandbox.names(in: "plugins") == ["p"])
    }

    @Test func nodeOnStandardInput() throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/bin/sh\nexec cat\n")
        #expect(bench.value("p('x')") == .value(Node.pluginSample.document))
        #expect(bench.value("p('x')", for: Node()) == .value(.mapping(["neighbors": .mapping([:])])))
    }

    @Test func everyCallFindsThePluginAnew() throws {
        let bench = try PluginBench()
        #expect(bench.value("p('x')") == .refused("p('x') needs the plugin 'p', which does not exist"))
        try bench.program("p", "#!/bin/sh\necho one\n")
        #expect(bench.value("p('x')") == .value(.string("one")))
        try bench.program("p", "#!/bin/sh\necho two\n")
        #expect(bench.value("p('x')") == .value(.string("two")))
        try bench.program("p", "def main(a, b, c):\n    return 3\n")
        #expect(bench.value("p('x')") == .value(.integer(3)))
    }

    @Test func withoutInterpreterLineItIsTheShells() throws {
        let bench = try PluginBench()
        try bench.program("p", "printf '%s' \"$2\"\n")
        #expect(bench.value("p('x')") == .value(.string("x")))
    }

    @Test func linkedPrograms() throws {
        let bench = try PluginBench()
        try bench.sandbox.write("elsewhere/real", "#!/bin/sh\necho linked\n", mode: 0o755)
        try bench.sandbox.link("plugins/p", to: "../elsewhere/real")
        #expect(bench.value("p('x')") == .value(.string("linked")))
    }

    @Test func standardErrorIsLogged() throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/bin/sh\necho one >&2\necho value\necho two >&2\n")
        #expect(bench.value("p('x')") == .value(.string("value")))
        #expect(bench.log.count == 2)
        #expect(bench.log.first?.hasSuffix("plugin p: one") == true, "\(bench.log)")
        #expect(bench.log.last?.hasSuffix("plugin p: two") == true, "\(bench.log)")
    }

    /// It has its answer without listening to the end.
    @Test(arguments: ["exec <&-", "head -c 1 >/dev/null", ":"])
    func inputIsNotRead(command: String) throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/bin/sh\n\(command)\necho done\n")
        let node = Node(
            interfaces: (0..<4000).map { number in
                Node.Interface(
                    name: "Ethernet\(number)",
                    neighbors: [Node.Neighbor(device: String(repeating: "x", count: 200), port: "p")])
            })
        #expect(bench.value("p('x')", for: node) == .value(.string("done")))
        // And one that does listen gets all of it.
        try bench.program("q", "#!/bin/sh\nexec wc -c\n")
        #expect(bench.value("q('x')", for: node) == .value(.integer(JSON.encode(node.document).count)))
    }

    /// Somebody whom the program left running keeps nobody waiting.
    @Test(.timeLimit(.minutes(5))) func leftBehind() throws {
        let bench = try PluginBench(timeout: 20)
        try bench.program("p", "#!/bin/sh\nsleep 60 &\necho value\n")
        let start = ContinuousClock.now
        #expect(bench.value("p('x')") == .value(.string("value")))
        #expect(ContinuousClock.now - start < .seconds(50))
    }

    @Test func muchIsTakenUpToTheLimit() throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/bin/sh\nhead -c 1000000 /dev/zero | tr '\\0' x\n")
        #expect(bench.value("p('x')") == .value(.string(String(repeating: "x", count: 1_000_000))))
    }
}
