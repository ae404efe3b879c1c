import OrderedCollections
import Testing

@testable import ZTPCore

/// What stands in an action's attributes after references and plugin calls are replaced.
@Suite struct ReferencesTests {
    /// The action's attributes, the definition's, the node's, and what the switch gets; all in YAML, the last in JSON.
    static let references: [(String, String, String, String)] = [
        ("{x: a}", "{v: 1}", "{w: 2}", #"{"x": "a"}"#),
        ("{x: $v}", "{v: 1}", "", #"{"x": 1}"#),
        ("{x: $v}", "{v: 1}", "{v: 2}", #"{"x": 2}"#),
        ("{x: $v}", "{v: 1}", "{v: null}", #"{"x": null}"#),
        ("{x: $v}", "{v: 1}", "{w: 2}", #"{"x": 1}"#),
        ("{x: $v}", "", "{v: 2}", #"{"x": 2}"#),
        ("{x: $v, y: $v}", "null", "{}", #"{"x": null, "y": null}"#),
        ("{x: $v}", "{v: [1, {a: yes}]}", "", #"{"x": [1, {"a": true}]}"#),
        ("{x: $v}", "{v: {a: 1}}", "", #"{"x": {"a": 1}}"#),
        ("{x: $v}", "{v: 1.50}", "", #"{"x": 1.5}"#),
        // One pass only.
        ("{x: $v}", "{v: $w, w: 1}", "", #"{"x": "$w"}"#),
        ("{x: $v}", "{v: {a: $w}, w: 1}", "", #"{"x": {"a": "$w"}}"#),
        // One mapping below, not two, and not in lists.
        ("{x: {y: $v, z: a}}", "{v: 1}", "", #"{"x": {"y": 1, "z": "a"}}"#),
        ("{x: {y: $w}}", "{v: 1}", "", #"{"x": {"y": null}}"#),
        ("{x: {y: {z: $v}}}", "{v: 1}", "", #"{"x": {"y": {"z": "$v"}}}"#),
        ("{x: [$v, {y: $v}]}", "{v: 1}", "", #"{"x": ["$v", {"y": "$v"}]}"#),
        ("{x: {y: [$v]}}", "{v: 1}", "", #"{"x": {"y": ["$v"]}}"#),
        // Only at the start, and the name is all the rest.
        ("{x: a $v, y: ' $v'}", "{v: 1}", "", #"{"x": "a $v", "y": " $v"}"#),
        ("{x: $v w, y: $v.w}", "{v: 1}", "", #"{"x": null, "y": null}"#),
        ("{x: $v w}", "{v w: 1}", "", #"{"x": 1}"#),
        ("{x: $}", "{v: 1}", "", #"{"x": null}"#),
        ("{x: '${v}'}", "{v: 1}", "", #"{"x": null}"#),
        ("{x: '${v}'}", "{'{v}': 1}", "", #"{"x": 1}"#),
        ("{x: $$v}", "{$v: 1}", "", #"{"x": 1}"#),
        ("{x: $5}", "{5: a}", "", #"{"x": "a"}"#),
        // Keys are no values.
        ("{$v: a}", "{v: 1}", "", #"{"$v": "a"}"#),
        ("{z: $v, a: $v, m: 1}", "{v: 1}", "", #"{"z": 1, "a": 1, "m": 1}"#),
        // Calls, at any depth of mappings and in lists, after references.
        ("{x: f('a')}", "", "", #"{"x": "<f a>"}"#),
        ("{x: {y: {z: {w: f('a')}}}}", "", "", #"{"x": {"y": {"z": {"w": "<f a>"}}}}"#),
        ("{x: [f('a'), 5, null, b, g('c')]}", "", "", #"{"x": ["<f a>", 5, null, "b", "<g c>"]}"#),
        ("{x: {y: [f('a')]}}", "", "", #"{"x": {"y": ["<f a>"]}}"#),
        ("{x: $v}", "{v: f('a')}", "", #"{"x": "<f a>"}"#),
        ("{x: $v}", "", "{v: [f('a'), {}]}", #"{"x": ["<f a>", {}]}"#),
        ("{x: $v}", "", "{v: {a: {b: f('c')}}}", #"{"x": {"a": {"b": "<f c>"}}}"#),
        ("{x: x f('a'), y: f(), z: f(a)}", "", "", #"{"x": "x f('a')", "y": "f()", "z": "f(a)"}"#),
        ("{x: f('a') tail}", "", "", #"{"x": "<f a>"}"#),
        ("{x: f('a'), y: f('a')}", "", "", #"{"x": "<f a>", "y": "<f a>"}"#),
    ]

    @Test(arguments: ReferencesTests.references)
    func isFilledIn(action: String, global: String, own: String, json: String) throws {
        let top = global.isEmpty ? "" : "attributes: \(global)\n"
        let definition = try Definition(Document(yaml: "\(top)actions:\n- attributes: \(action)\n"))
        let attributes = try Document(yaml: own).mapping ?? [:]
        let filled = try definition.filledIn(attributes: attributes) { (calls: [PluginCall]) in
            calls.map { .string("<\($0.name) \($0.argument)>") }
        }
        #expect(filled["actions"]?.array?.first?["attributes"]?.json == json)
        // Global attributes are sent untouched, and the node's own are not sent.
        if !global.isEmpty { #expect(try filled["attributes"] == Document(yaml: global)) }
        #expect(filled.mapping?.count == (global.isEmpty ? 1 : 2))
    }

    private func filled(_ yaml: String) throws -> String {
        try Definition(Document(yaml: yaml)).filledIn(attributes: [:]) { (calls: [PluginCall]) in
            calls.map { .string("<\($0.argument)>") }
        }.json
    }

    @Test(arguments: [
        (
            "name: n\nactions:\n- action: a\n- {}\n",
            #"{"name": "n", "actions": [{"action": "a", "attributes": {}}, {"attributes": {}}]}"#
        ),
        ("actions: []\nother: [f('a'), $v]\n", #"{"actions": [], "other": ["f('a')", "$v"]}"#),
        (
            "z: 1\nactions: [{name: $v, onstart: f('a')}]\na: 2\n",
            #"{"z": 1, "actions": [{"name": "$v", "onstart": "f('a')", "attributes": {}}], "a": 2}"#
        ),
    ])
    func everythingElseStays(yaml: String, json: String) throws {
        #expect(try filled(yaml) == json)
    }

    @Test(arguments: [
        ("actions:\n- {}\n- attributes:\n", "action number 2", "null"),
        ("actions:\n- {name: n, attributes: }\n", "action 'n'", "null"),
        ("actions:\n- {name: n, attributes: []}\n", "action 'n'", "a list"),
        ("actions:\n- {name: 5, attributes: x}\n", "action number 1", "text"),
    ])
    func attributesMustBeAMapping(yaml: String, action: String, kind: String) {
        #expect(throws: DefinitionProblem.attributesAreNoMapping(action: action, kind: kind)) { try filled(yaml) }
    }

    @Test func valuesAreAskedForOnceAndOnlyWhenNeeded() throws {
        let plain = try Definition(Document(yaml: "actions: [{attributes: {x: $v, y: f()}}]\n"))
        var asked: [[String]] = []
        func answer(_ calls: [PluginCall]) -> [Document] {
            asked.append(calls.map(\.text))
            return calls.map { _ in .integer(asked.count) }
        }
        _ = try plain.filledIn(attributes: [:], values: answer)
        #expect(asked.isEmpty)
        let calling = try Definition(
            Document(yaml: "actions: [{attributes: {x: f('a'), y: [g('b')]}}, {attributes: {x: f('a')}}]\n"))
        let filled = try calling.filledIn(attributes: [:], values: answer)
        #expect(asked == [["f('a')", "g('b')", "f('a')"]])
        #expect(filled.json == #"{"actions": [{"attributes": {"x": 1, "y": [1]}}, {"attributes": {"x": 1}}]}"#)
    }

    @Test func pluginThatFailsFailsEverything() throws {
        let definition = try Definition(Document(yaml: "actions: [{attributes: {x: f('a')}}]\n"))
        let problem = DefinitionProblem.pluginMissing(name: "f", call: "f('a')")
        #expect(throws: problem) {
            try definition.filledIn(attributes: [:]) { (_: [PluginCall]) throws(DefinitionProblem) -> [Document] in
                throw problem
            }
        }
    }

    @Test(arguments: ["1", "1.5", "true", "null", "[1, 2]", "{a: 1}", "text", "$v", "f('b')"])
    func pluginValueKeepsItsType(value: String) throws {
        let definition = try Definition(Document(yaml: "attributes: {v: 9}\nactions: [{attributes: {x: f('a')}}]\n"))
        let given = try #require(try Document(yaml: "[\(value)]").array?.first)
        let filled = try definition.filledIn(attributes: [:]) { (_: [PluginCall]) in [given] }
        #expect(filled["actions"]?.array?.first?["attributes"]?["x"] == given)
    }
}
