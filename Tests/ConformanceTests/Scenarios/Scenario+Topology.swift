import Testing

extension Scenario {
    /// POST /nodes of nodes that neighbordb recognises, and what they get afterwards.
    static let topology: [Scenario] =
        [
            Scenario(
                "topology: the first pattern that fits makes the folder",
                given: neighbordb(
                    """
                    variables: {global: 010, used: spine1}
                    patterns:
                      - name: elsewhere
                        definition: tp1
                        interfaces: [{Ethernet1: other}]
                      - name: leaf
                        definition: tp1
                        variables: {own: "yes"}
                        interfaces:
                          - Ethernet1-2: $used
                          - any: {device: "regex('leaf.$')", port: any}
                      - name: later
                        definition: absent
                        interfaces: [{any: any}]
                    """) + [.file("definitions/tp1", "# kept\nname: tp1\nactions: []\n")],
                .call(.report(node("TP1", ["spine1:a", "spine1:b", "leaf2:c"])), .located(201, "/nodes/TP1")),
                .stored("nodes/TP1/definition", .text("# kept\nname: tp1\nactions: []\n")),
                .stored(
                    "nodes/TP1/pattern",
                    .text(
                        """
                        name: leaf
                        interfaces:
                        - Ethernet1-2: $used
                        - any:
                            device: regex('leaf.$')
                            port: any
                        variables:
                          global: 8
                          used: spine1
                          own: 'yes'

                        """)),
                .stored(
                    "nodes/TP1/.node",
                    .jsonLine(
                        #"{"serialnumber":"TP1","neighbors":{"Ethernet1":[{"device":"spine1","port":"a"}],"#
                            + #""Ethernet2":[{"device":"spine1","port":"b"}],"Ethernet3":[{"device":"leaf2","port":"c"}]}}"#
                    )),
                .call(.get("/nodes/TP1"), .json(#"{"name":"tp1","actions":[]}"#)),
                .call(.report(node("TP1", ["spine1:a"])), .located(409, "/nodes/TP1")),
                .call(.get("/nodes/TP1"), .bare(400))),
            Scenario(
                "topology: a pattern for the node itself is the only one tried",
                given: neighbordb(
                    """
                    patterns:
                      - {name: rest, definition: tp2, interfaces: [{any: tp2}]}
                      - {name: own, definition: tp2, node: TP2, interfaces: [{any: nobody}]}
                      - {name: digits, definition: tp2, node: 0123, interfaces: [{any: tp2}]}
                    """) + [.file("definitions/tp2", "name: tp2\nactions: []\n")],
                .call(.report(node("TP2", ["tp2:x"])), .bare(400)),
                .stored("nodes/TP2", .absent),
                .call(.report(node("0123", ["tp2:x"])), .located(201, "/nodes/0123")),
                .stored("nodes/0123/pattern", .text("name: digits\ninterfaces:\n- any: tp2\nnode: '0123'\n")),
                .call(.get("/nodes/0123"), .json(#"{"name":"tp2","actions":[]}"#)),
                .call(.report(node("TP2b", ["tp2:x"])), .located(201, "/nodes/TP2b"))),
            Scenario(
                "topology: a config-handler comes along and can be run",
                given: neighbordb(
                    "patterns: [{name: p, definition: tp3, config-handler: keep, interfaces: [{any: tp3}]}]")
                    + [
                        .file("definitions/tp3", "name: tp3\nactions: []\n"),
                        .file("config-handlers/keep", "#!/bin/sh\nexit 0\n"),
                    ],
                .call(.report(node("TP3", ["tp3:x"])), .located(201, "/nodes/TP3")),
                .stored("nodes/TP3/config-handler", .text("#!/bin/sh\nexit 0\n")),
                .stored("nodes/TP3/pattern", .text("name: p\ninterfaces:\n- any: tp3\nconfig-handler: keep\n"))),
            Scenario(
                "topology: an edit of neighbordb is seen by the next request",
                given: neighbordb("patterns: [{name: p, definition: tp4, interfaces: [{any: other}]}]")
                    + [.file("definitions/tp4", "actions: []\n")],
                .call(.report(node("TP4", ["tp4:x"])), .bare(400)),
                .edit(.file("neighbordb", "patterns: [{name: p, definition: tp4, interfaces: [{any: tp4}]}]\n")),
                .call(.report(node("TP4", ["tp4:x"])), .located(201, "/nodes/TP4"))),
        ] + unusable

    private static let unusable: [Scenario] = [
        ("no neighbordb", [Given.removed("neighbordb")]),
        ("an invalid pattern behind the one that fits", neighbordb("patterns: [\(fits), {name: q, definition: tp5}]")),
        ("broken YAML", neighbordb("patterns: [\(fits)")),
        ("a missing definition", neighbordb("patterns: [{name: p, definition: absent, interfaces: [{any: tp5}]}]")),
        (
            "a definition that is broken",
            neighbordb("patterns: [{name: p, definition: tp5b, interfaces: [{any: tp5}]}]")
        ),
        (
            "a missing config-handler",
            neighbordb("patterns: [{name: p, definition: tp5, config-handler: absent, interfaces: [{any: tp5}]}]")
        ),
        (
            "a definition outside of data_root",
            neighbordb("patterns: [{name: p, definition: ../../outside, interfaces: [{any: tp5}]}]")
        ),
        (
            "a regular expression that is none",
            neighbordb("patterns: [\(fits), {name: q, definition: tp5, interfaces: [{any: \"regex('[')\"}]}]")
        ),
    ].enumerated().map { index, row in
        Scenario(
            "topology, refused: \(row.0)",
            given: row.1 + [.file("definitions/tp5", "actions: []\n"), .file("definitions/tp5b", "actions: [\n")],
            .call(.report(node("TP5-\(index)", ["tp5:x"])), .bare(400)),
            .stored("nodes/TP5-\(index)", .absent))
    }

    private static let fits = "{name: p, definition: tp5, interfaces: [{any: tp5}]}"

    private static func neighbordb(_ text: String) -> [Given] { [.file("neighbordb", text + "\n")] }

    /// A report of a node that sees these neighbors on Ethernet1 and so on.
    private static func node(_ id: String, _ neighbors: [String]) -> String {
        let interfaces = neighbors.enumerated().map { index, neighbor in
            let parts = neighbor.split(separator: ":")
            return #""Ethernet\#(index + 1)":[{"device":"\#(parts[0])","port":"\#(parts[1])"}]"#
        }
        return #"{"serialnumber":"\#(id)","neighbors":{\#(interfaces.joined(separator: ","))}}"#
    }
}
