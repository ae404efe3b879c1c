import Testing

extension Scenario {
    /// `$name` in the attributes of actions.
    static let references: [Scenario] = [
        Scenario(
            "reference: the attributes file goes before the definition's attributes",
            given: .node(
                "RF1",
                definition: """
                    attributes: {both: global, one: $both, typed: {k: [1, 0x10]}}
                    actions:
                      - action: a
                        attributes: {u: $both, v: $one, w: $typed, x: $none, y: plain}

                    """, attributes: "both: own\n"),
            .call(
                .get("/nodes/RF1"),
                .json(
                    #"{"attributes":{"both":"global","one":"$both","typed":{"k":[1,16]}},"actions":[{"action":"a","#
                        + #""attributes":{"u":"own","v":"$both","w":{"k":[1,16]},"x":null,"y":"plain"}}]}"#))),
        Scenario(
            "reference: one level of maps, nothing deeper, no lists, not inside a text",
            given: .node(
                "RF2",
                definition: """
                    actions:
                      - action: a
                        attributes:
                          level: {x: $v, deeper: {y: $v}}
                          list: [$v]
                          text: a $v
                          alone: $
                          braces: ${v}

                    """, attributes: "v: 7\n"),
            .call(
                .get("/nodes/RF2"),
                .json(
                    #"{"actions":[{"action":"a","attributes":{"level":{"x":7,"deeper":{"y":"$v"}},"list":["$v"],"#
                        + #""text":"a $v","alone":null,"braces":null}}]}"#))),
        Scenario(
            "reference: empty attributes count as absent",
            given: .node(
                "RF3", definition: "attributes:\nactions: [{action: a, attributes: {v: $x}}]\n", attributes: ""),
            .call(
                .get("/nodes/RF3"), .json(#"{"attributes":null,"actions":[{"action":"a","attributes":{"v":null}}]}"#))),
        Scenario(
            "reference: the attributes file is not merged into the body",
            given: .node("RF4", definition: "actions: []\n", attributes: "secret: 1\n"),
            .call(.get("/nodes/RF4"), .json(#"{"actions":[]}"#))),
        Scenario(
            "reference: an edit of the attributes is seen by the next request",
            given: .node("RF5", definition: "actions: [{action: a, attributes: {v: $x}}]\n", attributes: "x: 1\n"),
            .call(.get("/nodes/RF5"), .json(#"{"actions":[{"action":"a","attributes":{"v":1}}]}"#)),
            .edit(.file("nodes/RF5/attributes", "x: 22\n")),
            .call(.get("/nodes/RF5"), .json(#"{"actions":[{"action":"a","attributes":{"v":22}}]}"#))),
    ]
}
