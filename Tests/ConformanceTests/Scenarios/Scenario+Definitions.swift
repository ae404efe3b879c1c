import Testing

extension Scenario {
    /// GET /nodes/ID with a definition.
    static let definitions: [Scenario] =
        [
            Scenario(
                "definition: all keys in the order of the file, attributes added to every action",
                given: .node(
                    "DF1",
                    definition: """
                        # a comment
                        zeta: {b: 1, a: 2}
                        name: leaf
                        attributes: {url: files/x}
                        actions:
                          - name: first
                            action: add_config
                            onstart: "begin"
                          - action: replace_config
                            attributes: {z: 1, a: [x, 2, null]}
                            always_execute: true
                        tail: ~

                        """),
                .call(
                    .get("/nodes/DF1"),
                    .json(
                        #"{"zeta":{"b":1,"a":2},"name":"leaf","attributes":{"url":"files/x"},"actions":["#
                            + #"{"name":"first","action":"add_config","onstart":"begin","attributes":{}},"#
                            + #"{"action":"replace_config","attributes":{"z":1,"a":["x",2,null]},"always_execute":true}],"tail":null}"#
                    ))),
            Scenario(
                "definition: JSON is ASCII",
                given: .node("DF2", definition: "name: \"é 😀 \\\" \\\\ \\t\"\nactions: []\n"),
                .call(.get("/nodes/DF2"), .json(#"{"name":"\u00e9 \ud83d\ude00 \" \\ \t","actions":[]}"#))),
            Scenario(
                "definition: booleans are those of YAML 1.1",
                given: .node(
                    "DF3", definition: "actions: []\nv: [yes, No, ON, off, true, FALSE, y, n, 'yes', yEs]\n"),
                .call(
                    .get("/nodes/DF3"),
                    .json(#"{"actions":[],"v":[true,false,true,false,true,false,"y","n","yes","yEs"]}"#))),
            Scenario(
                "definition: integers are those of YAML 1.1",
                given: .node(
                    "DF4", definition: "actions: []\nv: [010, 0644, 0o17, 08, 0x1F, 0b11, 1_000, +4, -7, 12:30, 0]\n"),
                .call(.get("/nodes/DF4"), .json(#"{"actions":[],"v":[8,420,"0o17","08",31,3,1000,4,-7,750,0]}"#))),
            Scenario(
                "definition: floats are those of YAML 1.1",
                given: .node("DF5", definition: "actions: []\nv: [1., .5, 1e3, 1.5e3, 1.5e+3, 4.20, 4.20.1F]\n"),
                .call(.get("/nodes/DF5"), .json(#"{"actions":[],"v":[1.0,0.5,"1e3","1.5e3",1500.0,4.2,"4.20.1F"]}"#))),
            Scenario(
                "definition: nulls, dates, anchors, merges and keys",
                given: .node(
                    "DF6",
                    definition: """
                        actions: []
                        nulls: [~, null, Null, NULL, ]
                        empty:
                        date: 2024-01-31
                        base: &base {a: 1, b: 2}
                        merged: {<<: *base, b: 3}
                        5: five
                        true: yes

                        """),
                .call(
                    .get("/nodes/DF6"),
                    .json(
                        #"{"actions":[],"nulls":[null,null,null,null],"empty":null,"date":"2024-01-31","base":{"a":1,"b":2},"#
                            + #""merged":{"a":1,"b":3},"5":"five","true":true}"#))),
            Scenario(
                "definition: an edit is seen by the next request",
                given: .node("DF7", definition: "name: one\nactions: []\n"),
                .call(.get("/nodes/DF7"), .json(#"{"name":"one","actions":[]}"#)),
                .edit(.file("nodes/DF7/definition", "name: two\nactions: []\n")),
                .call(.get("/nodes/DF7"), .json(#"{"name":"two","actions":[]}"#))),
            Scenario(
                "definition: HEAD announces the length of what GET sends",
                given: .node("DF8", definition: "actions: []\n"),
                .call(.head("/nodes/DF8"), Expectation(status: .exactly(200), type: Expectation.json, body: .any))),
        ] + definitionIDs + refusedDefinitions

    private static let definitionIDs: [Scenario] = [
        ("a dot", "DI.a", "DI.a"), ("a colon", "DI:b", "DI:b"), ("an encoded colon", "DI:c", "DI%3Ac"),
        ("a blank", "DI d", "DI%20d"), ("a plus", "DI+e", "DI+e"), ("UTF-8", "DIé", "DI%C3%A9"),
        ("two dots inside", "DI..f", "DI..f"), ("a suffix of another node", "DIg.json", "DIg.json"),
    ].map { name, id, segment in
        Scenario(
            "definition: an id with \(name)",
            given: .node(id, definition: "name: 'of \(id)'\nactions: []\n") + .node("DIg"),
            .call(
                .get("/nodes/\(segment)"),
                .json("{\"name\":\"of \(id.replacing("é", with: "\\u00e9"))\",\"actions\":[]}")))
    }

    private static let refusals: [(name: String, given: [Given])] = [
        ("an unknown node", []),
        ("no .node", [Given].node("DR1").filter { !$0.isFile(named: "nodes/DR1/.node") }),
        ("a broken .node", .node("DR1") + [.file("nodes/DR1/.node", "{")]),
        ("broken YAML", .node("DR1", definition: "actions: [\n")),
        ("an empty definition", .node("DR1", definition: "")),
        ("no actions", .node("DR1", definition: "name: x\n")),
        ("null actions", .node("DR1", definition: "actions:\n")),
        ("null attributes of an action", .node("DR1", definition: "actions:\n  - action: a\n    attributes:\n")),
        ("a definition with a duplicate key", .node("DR1", definition: "name: x\nname: y\nactions: []\n")),
        ("an unknown tag", .node("DR1", definition: "name: !x y\nactions: []\n")),
        ("neither definition nor startup-config", .node("DR1", definition: nil)),
        ("a broken definition beside a startup-config", .node("DR1", definition: "actions: [\n", startupConfig: "x\n")),
        (
            "a broken attributes file",
            .node("DR1", definition: "actions: [{action: a, attributes: {v: $x}}]\n", attributes: "[")
        ),
        (
            "attributes that are no map",
            .node("DR1", definition: "actions: [{action: a, attributes: {v: $x}}]\n", attributes: "- 1\n")
        ),
    ]

    private static let refusedDefinitions: [Scenario] = refusals.enumerated().map { index, row in
        let id = "DR1-\(index)"
        return Scenario(
            "refused definition: \(row.name)",
            given: row.given.map { $0.moved(from: "nodes/DR1", to: "nodes/\(id)") },
            .call(.get("/nodes/\(id)"), .bare(400)))
    }
}

extension Given {
    fileprivate func isFile(named name: String) -> Bool {
        if case .file(name, _, _, _) = self { true } else { false }
    }

    fileprivate func moved(from old: String, to new: String) -> Given {
        switch self {
        case .file(let path, let bytes, let mode, let modified):
            .file(path.replacing(old, with: new), bytes, mode: mode, modified: modified)
        case .folder(let path): .folder(path.replacing(old, with: new))
        case .linkOutside(let path, let bytes): .linkOutside(path.replacing(old, with: new), bytes)
        case .removed(let path): .removed(path.replacing(old, with: new))
        }
    }
}
