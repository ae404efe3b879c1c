import Testing

@testable import ZTPCore

/// What is said about keys that nobody reads, and about flags that are text.
@Suite struct DefinitionKeysTests {
    private static let ofDefinition = "there are name, description, attributes, actions"
    private static let ofAction =
        "there are name, description, action, attributes, always_execute, onstart, onsuccess, onfailure"

    /// The text of a definition, and what is found in it.
    static let rows: [(String, [String])] = [
        (
            "name: x\ndescription: y\nattributes: {}\nactions:\n- name: a\n  description: b\n  action: install\n"
                + "  attributes: {}\n  always_execute: true\n  onstart: a\n  onsuccess: b\n  onfailure: c\n", []
        ),
        ("atributes: {}\nactions: []\n", ["1:1: warning: unknown key 'atributes'; did you mean 'attributes'?"]),
        ("Actions: []\nactions: []\n", ["1:1: warning: unknown key 'Actions'; did you mean 'actions'?"]),
        (
            "actons: []\n",
            [
                "1:1: error: it has no actions",
                "1:1: warning: unknown key 'actons'; did you mean 'actions'?",
            ]
        ),
        ("variables: {}\nactions: []\n", ["1:1: warning: unknown key 'variables'; \(ofDefinition)"]),
        ("x-common: &c {}\n_c: 1\n.c: 2\nactions: []\n", []),
        (
            "actions:\n- action: install\n  atributes: {a: 1}\n",
            ["3:3: warning: unknown key 'atributes'; did you mean 'attributes'?"]
        ),
        (
            "actions:\n- action: install\n  always-execute: true\n  on_failure: x\n  when: y\n",
            [
                "3:3: warning: unknown key 'always-execute'; did you mean 'always_execute'?",
                "4:3: warning: unknown key 'on_failure'; did you mean 'onfailure'?",
                "5:3: warning: unknown key 'when'; \(ofAction)",
            ]
        ),
        ("actions:\n- action: install\n  always_execute: false\n", []),
        ("actions:\n- action: install\n  always_execute: no\n", []),
        ("actions:\n- action: install\n  always_execute: 'true'\n", []),
        ("actions:\n- action: install\n  always_execute: ''\n", []),
    ]

    @Test(arguments: DefinitionKeysTests.rows)
    func isFound(text: String, findings: [String]) throws {
        #expect(try ValidationBench().lines("definitions/leaf", text) == findings.map { "definitions/leaf:\($0)" })
    }

    @Test(arguments: ["'false'", "\"no\"", "'Off'", "n", "N", "'0'", "none", "never"])
    func textsThatCountAsTrue(value: String) throws {
        let text = "actions:\n- action: install\n  always_execute: \(value)\n"
        let plain = value.replacing(/['"]/, with: "")
        #expect(
            try ValidationBench().lines("definitions/leaf", text) == [
                "definitions/leaf:3:19: warning: always_execute is the text '\(plain)', which counts as true; "
                    + "write always_execute: false"
            ])
    }

    static let names: [(String, String?)] = [
        ("attributes", "attributes"), ("atributes", "attributes"), ("attribute", "attributes"),
        ("Attributes", "attributes"),
        ("attirbutes", "attributes"), ("attributess", "attributes"), ("atributs", "attributes"), ("atribus", nil),
        ("nmae", "name"), ("nam", "name"), ("game", "name"), ("nmea", nil), ("url", nil), ("", nil),
        (String(repeating: "a", count: 1_000_000), nil),
    ]

    @Test(arguments: DefinitionKeysTests.names)
    func nearest(name: String, meant: String?) {
        #expect(NearestName.of(name, in: ["name", "attributes", "actions"]) == meant)
    }
}
