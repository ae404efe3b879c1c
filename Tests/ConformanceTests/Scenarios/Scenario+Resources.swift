import Testing

extension Scenario {
    /// GET /nodes/ID with values from pools and plugins.
    static let resources: [Scenario] =
        [
            Scenario(
                "resources: a pool gives its first free entry, once and for all",
                given: .node("RS1", definition: calling("allocate('rs1')"))
                    + .node("RS2", definition: calling("allocate('rs1')"))
                    + [.file("resources/rs1", "# lab\n10.0.0.1: OTHER  # taken\n\n10.10:\n'a b': null # last\n")],
                .call(.get("/nodes/RS1"), value("10.10")),
                .call(.get("/nodes/RS1"), value("10.10")),
                .call(.get("/nodes/RS2"), value("a b")),
                .stored("resources/rs1", .text("# lab\n10.0.0.1: OTHER  # taken\n\n10.10: RS1\n'a b': RS2 # last\n"))),
            Scenario(
                "resources: an edit by hand counts",
                given: .node("RS3", definition: calling("allocate('rs3')")) + [.file("resources/rs3", "a: X\nb: Y\n")],
                .call(.get("/nodes/RS3"), .bare(400)),
                .edit(.file("resources/rs3", "a: X\nb: None\n")),
                .call(.get("/nodes/RS3"), value("b")),
                .edit(.file("resources/rs3", "a: RS3\nb: Y\n")),
                .call(.get("/nodes/RS3"), value("a"))),
            Scenario(
                "resources: of several pools all give or none",
                given: .node(
                    "RS4", definition: "actions: [{attributes: {x: \"allocate('rs4')\", y: \"allocate('rs5')\"}}]\n")
                    + [.file("resources/rs4", "a:\n"), .file("resources/rs5", "b: OTHER\n")],
                .call(.get("/nodes/RS4"), .bare(400)),
                .stored("resources/rs4", .text("a:\n"))),
            Scenario(
                "resources: a Python module and a program",
                given: .node(
                    "RS5", definition: "actions: [{attributes: {x: \"rs_module('p')\", y: [\"rs_program('q')\", 1]}}]\n"
                )
                    + [
                        .file(
                            "plugins/rs_module",
                            "def main(node_id, pool, node):\n    return [node_id, pool, node.model]\n"),
                        .file("plugins/rs_program", "#!/bin/sh\necho \"$1 $2\"\n", mode: 0o755),
                    ],
                .call(
                    .get("/nodes/RS5"),
                    .json(#"{"actions":[{"attributes":{"x":["RS5","p",null],"y":["RS5 q",1]}}]}"#))),
        ] + refusedCalls + textsThatAreNoCalls

    private static let refusedCalls: [Scenario] = [
        "allocate('rs_absent')", "allocate('../neighbordb')", "allocate('rs_folder')", "allocate('rs_empty')",
        "allocate('rs_list')", "allocate('rs_twice')", "allocate('rs_values')", "sqlite('rs_absent')", "rs_absent('x')",
        "rs_fails('x')", "rs_silent('x')", "rs_raises('x')",
    ].enumerated().map { index, call in
        Scenario(
            "resources, refused: \(call)",
            given: .node("RR\(index)", definition: calling(call)) + [
                .folder("resources/rs_folder"), .file("resources/rs_empty", "# nothing\n"),
                .file("resources/rs_list", "- a\n"), .file("resources/rs_twice", "a: X\na: Y\n"),
                .file("resources/rs_values", "a: [X]\nb:\n"),
                .file("plugins/rs_fails", "#!/bin/sh\necho x\nexit 3\n", mode: 0o755),
                .file("plugins/rs_silent", "#!/bin/sh\n", mode: 0o755),
                .file("plugins/rs_raises", "def main(a, b, c):\n    raise ValueError('no')\n"),
            ],
            .call(.get("/nodes/RR\(index)"), .bare(400)))
    }

    private static let textsThatAreNoCalls: [Scenario] = [
        Scenario(
            "resources: texts that only look like calls, and test()",
            given: .node(
                "RS6",
                definition: #"""
                    actions:
                      - attributes:
                          a: x test('a')
                          b: test()
                          c: test(a)
                          d: test('a b')
                          e: test('a') and more
                          f: test('a','b')
                          g: {h: {i: "test('z')"}}

                    """#),
            .call(
                .get("/nodes/RS6"),
                .json(
                    #"{"actions":[{"attributes":{"a":"x test('a')","b":"test()","c":"test(a)","d":"test('a b')","#
                        + #""e":"RS6:a","f":"RS6:a','b","g":{"h":{"i":"RS6:z"}}}}]}"#)))
    ]

    private static func calling(_ call: String) -> String { "actions: [{attributes: {v: \"\(call)\"}}]\n" }

    private static func value(_ text: String) -> Expectation {
        .json(#"{"actions":[{"attributes":{"v":"\#(text)"}}]}"#)
    }
}
