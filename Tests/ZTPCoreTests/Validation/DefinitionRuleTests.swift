import SystemPackage
import Testing

@testable import ZTPCore

/// What is said about definitions.
@Suite struct DefinitionRuleTests {
    /// The text of a definition, and what is found in it, without the file's name.
    static let definitions: [(String, [String])] = [
        ("", [" error: it must be a mapping, it is empty"]),
        ("[]\n", ["1:1: error: it must be a mapping, it is a list"]),
        ("name: x\n", ["1:1: error: it has no actions"]),
        ("name: x\nactions:\n", ["2:9: error: it has no actions"]),
        ("actions: x\n", ["1:10: error: its actions must be a list, they are text"]),
        ("actions:\n- x\n", ["2:1: error: action number 1 is not a mapping"]),
        ("actions: []\n", []),
        ("actions:\n- name: a\n", ["2:3: error: it names no action"]),
        ("actions:\n- action: nope\n", ["2:11: error: there is no actions/nope"]),
        ("actions:\n- action: a/b\n", ["2:11: error: the action's name must be the name of a file in actions/"]),
        ("actions:\n- action: 5\n", ["2:11: error: the action's name must be the name of a file in actions/"]),
        (
            "actions:\n- action: install\n- action: nope\n- name: a\n",
            ["3:11: error: there is no actions/nope", "4:3: error: it names no action"]
        ),
        ("actions: !foo []\n", ["1:10: error: unknown tag !foo"]),
        ("yes: x\ntrue: y\nactions: []\n", ["2:1: error: key 'true' appears twice in one mapping"]),
    ]

    @Test(arguments: DefinitionRuleTests.definitions)
    func isFound(text: String, findings: [String]) throws {
        #expect(try ValidationBench().lines("definitions/leaf", text) == findings.map { "definitions/leaf:\($0)" })
    }

    private static let strict = "; the switch fails, since substitution_mode is strict"
    private static let unknown = "is not among the definition's attributes; each node's attributes file has to have it"

    /// The attributes of an action, where the fault stands in them, and what is found.
    static let attributes: [(String, Int, String?)] = [
        ("{x: a}", 0, nil),
        ("[]", 0, "error: the attributes of an action must be a mapping, they are a list"),
        ("text", 0, "error: the attributes of an action must be a mapping, they are text"),
        ("{x: $v}", 4, "warning: $v \(unknown)"),
        ("{x: {y: $v}}", 8, "warning: $v \(unknown)"),
        ("{x: $global, y: {z: $global}}", 0, nil),
        // Where no reference is looked for.
        ("{x: {y: {z: $v}}, l: [$v], m: a $v}", 0, nil),
        ("{x: test('a')}", 0, nil),
        ("{x: allocate('free')}", 0, nil),
        ("{x: allocate('p')}", 4, "error: there is no pool 'p'"),
        (
            "{x: allocate('../p')}", 4,
            "error: '../p' cannot be the name of a pool, expected one such as mgmt or dc1/mgmt, of which no part is empty "
                + "or begins with a dot"
        ),
        ("{x: f('a')}", 4, "error: f('a') needs the plugin 'f', which does not exist"),
        ("{x: [f('a')]}", 5, "error: f('a') needs the plugin 'f', which does not exist"),
        ("{x: {y: {z: f('a')}}}", 12, "error: f('a') needs the plugin 'f', which does not exist"),
        ("{x: module('a')}", 0, nil),
        (
            "{x: neither('a')}", 4,
            "error: plugins/neither is neither executable nor a Python module with main(node_id, pool, node)"
        ),
        ("{url: files/t}", 0, nil),
        ("{url: /files/t}", 0, nil),
        ("{url: files/nope}", 6, "error: there is no files/nope"),
        ("{url: /files/nope}", 6, "error: there is no files/nope"),
        ("{url: http://ztpserver:8080/files/t}", 0, nil),
        ("{url: http://ztpserver:8080/files/nope}", 6, "error: there is no files/nope"),
        ("{url: http://elsewhere/files/nope}", 0, nil),
        ("{url: files/t, variables: {name: 1, other: 2}}", 0, nil),
        ("{url: files/t, variables: {name: 1}}", 26, "warning: files/t wants $other, which is not among the variables"),
        (
            "{url: files/t, variables: {name: 1}, substitution_mode: strict}", 26,
            "error: files/t wants $other, which is not among the variables\(strict)"
        ),
    ]

    @Test(arguments: DefinitionRuleTests.attributes)
    func isFoundInAttributes(text: String, offset: Int, finding: String?) throws {
        let bench = try ValidationBench()
        try bench.sandbox.write("files/t", "hello $name ${other} $$none $1 $other\n")
        try bench.sandbox.write("plugins/module", "def main(node_id, pool, node):\n    return pool\n")
        try bench.sandbox.write("plugins/neither", "text\n")
        let lines = try bench.lines(
            "definitions/leaf", "attributes: {global: 1}\nactions:\n- action: install\n  attributes: \(text)\n")
        // The attributes begin in column 15.
        #expect(lines == (finding.map { ["definitions/leaf:4:\(15 + offset): \($0)"] } ?? []))
    }

    @Test func attributesWithoutAValue() throws {
        let lines = try ValidationBench().lines("definitions/leaf", "actions:\n- action: install\n  attributes:\n")
        #expect(
            lines == [
                "definitions/leaf:3:14: error: the attributes of an action must be a mapping, they are null"
            ])
    }

    /// Links that lead back, each of which would multiply what is listed.
    @Test func foldersInCirclesAreReadOnce() throws {
        let bench = try ValidationBench()
        for (name, target) in [("again", "."), ("up", ".."), ("back", "../definitions")] {
            try bench.sandbox.link("definitions/\(name)", to: target)
        }
        try bench.sandbox.makeFolder("definitions/in")
        try bench.sandbox.link("definitions/in/out", to: "..")
        try bench.sandbox.write("definitions/in/bad", "[]\n")
        let root = bench.sandbox.root
        let folder = root.folder(.definitions)
        let files = root.files(below: folder) { _ in }
        let paths = files.map(\.string).filter { $0.hasPrefix(bench.sandbox.path.string + "/definitions/") }
        #expect(paths.count { $0.hasSuffix("/in/bad") } == 1)
        #expect(paths.count { $0.hasSuffix("/leaf") && !$0.contains("/nodes/") } == 1)
    }

    @Test func subfoldersAreReadAndDotFilesAreNot() throws {
        let bench = try ValidationBench()
        try bench.sandbox.makeFolder("definitions/lab")
        try bench.sandbox.write("definitions/lab/spine", "name: x\n")
        try bench.sandbox.write("definitions/.leaf.swp", "name: x\n")
        #expect(try bench.lines() == ["definitions/lab/spine:1:1: error: it has no actions"])
    }

    static let templates: [(String, [String])] = [
        ("", []), ("plain", []), ("$name", ["name"]), ("${name}", ["name"]), ("$a ${b} $a", ["a", "b"]),
        ("$$a", []), ("$$$a", ["a"]), ("$_a1.b", ["_a1"]), ("$1", []), ("${}", []), ("${a", []), ("${1}", []),
        ("$", []),
        ("$a$b", ["a", "b"]), ("${a b}", []), ("$A", ["A"]),
    ]

    @Test(arguments: DefinitionRuleTests.templates)
    func placeholders(text: String, names: [String]) {
        #expect(TemplateText.placeholders(in: Array(text.utf8)) == names)
    }
}
