import Testing

extension Scenario {
    /// POST /nodes of nodes that the server can place.
    static let reports: [Scenario] = [
        Scenario(
            "report: a known node",
            given: .node("RP1"),
            .call(.report(#"{"serialnumber":"RP1","neighbors":{}}"#), .located(409, "/nodes/RP1")),
            .stored("nodes/RP1/.node", .jsonLine(#"{"serialnumber":"RP1","neighbors":{}}"#))),
        Scenario(
            "report: .node keeps what counts, interfaces in the order received",
            given: .node("RP2"),
            .call(
                .report(
                    """
                    {"version":"4.13","unknown":[1],"neighbors":{"Ethernet9":[{"port":"x","device":"b","more":1}],
                    "Ethernet1":[],"Ethernet5":[{"device":"a","port":"é"},{"device":"c","port":"z"}]},
                    "model":"vEOS","systemmac":"00:1c.73:Ab","serialnumber":"RP2"}
                    """),
                .located(409, "/nodes/RP2")),
            .stored(
                "nodes/RP2/.node",
                .jsonLine(
                    #"{"model":"vEOS","systemmac":"001c73Ab","serialnumber":"RP2","version":"4.13","neighbors":{"#
                        + #""Ethernet9":[{"device":"b","port":"x"}],"Ethernet1":[],"#
                        + #""Ethernet5":[{"device":"a","port":"\u00e9"},{"device":"c","port":"z"}]}}"#))),
        Scenario(
            "report: empty and null values are left out of .node, absent neighbors are none",
            given: .node("RP3"),
            .call(
                .report(#"{"serialnumber":"RP3","model":"","systemmac":null,"version":null}"#),
                .located(409, "/nodes/RP3")),
            .stored("nodes/RP3/.node", .jsonLine(#"{"serialnumber":"RP3","neighbors":{}}"#))),
        Scenario(
            "report: an equal .node is touched",
            given: .node("RP4"),
            .call(.report(#"{"serialnumber":"RP4"}"#), .located(409, "/nodes/RP4")),
            .edit(.file("nodes/RP4/.node", "", modified: 1_000_000_000)),
            .call(.report(#"{"serialnumber":"RP4"}"#), .located(409, "/nodes/RP4")),
            .stored("nodes/RP4/.node", .modifiedAfter(1_000_000_000)),
            .stored("nodes/RP4/.node", .jsonLine(#"{"serialnumber":"RP4","neighbors":{}}"#))),
        Scenario(
            "report: a startup-config alone makes a node known, even an empty one",
            given: .node("RP5", definition: nil, startupConfig: ""),
            .call(.report(#"{"serialnumber":"RP5"}"#), .located(409, "/nodes/RP5"))),
        Scenario(
            "report: the id in Location is one percent-encoded segment, colons kept",
            given: .node("RP:6 é%+x.y"),
            .call(.report(#"{"serialnumber":"RP:6 é%+x.y"}"#), .located(409, "/nodes/RP:6%20%C3%A9%25+x.y"))),
        Scenario(
            "report: config in the body makes a node",
            .call(.report(#"{"serialnumber":"RP7","config":"hostname x\né\n"}"#), .located(201, "/nodes/RP7")),
            .stored("nodes/RP7/startup-config", .text("hostname x\né\n")),
            .stored("nodes/RP7/.node", .absent),
            .call(.get("/nodes/RP7"), .bare(400)),
            .call(.get("/nodes/RP7/startup-config"), .plain("hostname x\né\n")),
            .call(.report(#"{"serialnumber":"RP7"}"#), .located(409, "/nodes/RP7")),
            .stored("nodes/RP7/.node", .jsonLine(#"{"serialnumber":"RP7","neighbors":{}}"#))),
        Scenario(
            "report: empty config in the body makes a node",
            .call(.report(#"{"serialnumber":"RP8","config":""}"#), .located(201, "/nodes/RP8")),
            .stored("nodes/RP8/startup-config", .text(""))),
        Scenario(
            "report: Content-Type does not matter",
            given: .node("RP9"),
            .call(
                Call(
                    method: "POST", target: "/nodes", fields: [("Content-Type", "text/nonsense")],
                    body: Array(#"{"serialnumber":"RP9"}"#.utf8)),
                .located(409, "/nodes/RP9"))),
        Scenario(
            "report: other JSON types of what is no identifier count as text",
            given: .node("RP10"),
            .call(.report(#"{"serialnumber":"RP10","model":7}"#), .located(409, "/nodes/RP10")),
            .stored("nodes/RP10/.node", .jsonLine(#"{"model":"7","serialnumber":"RP10","neighbors":{}}"#))),
    ]

    /// POST /nodes that is refused: 400 without Location, nothing written.
    static let badReports: [Scenario] =
        [
            ("malformed JSON", "{"),
            ("no body", ""),
            ("a list", "[]"),
            ("a text", #""BR""#),
            ("null", "null"),
            ("text behind the object", #"{"serialnumber":"BR1"} x"#),
            ("no identifier", #"{"systemmac":"001c73aabbcc"}"#),
            ("a null identifier", #"{"serialnumber":null}"#),
            ("an empty identifier", #"{"serialnumber":""}"#),
            ("a number as identifier", #"{"serialnumber":17}"#),
            ("a boolean as identifier", #"{"serialnumber":true}"#),
            ("a list as identifier", #"{"serialnumber":["BR1"]}"#),
            ("neighbors null", #"{"serialnumber":"BR1","neighbors":null}"#),
            ("neighbors a list", #"{"serialnumber":"BR1","neighbors":[]}"#),
            (
                "an interface that is no list",
                #"{"serialnumber":"BR1","neighbors":{"Ethernet1":{"device":"a","port":"b"}}}"#
            ),
            ("a neighbor without device", #"{"serialnumber":"BR1","neighbors":{"Ethernet1":[{"port":"b"}]}}"#),
            ("a neighbor without port", #"{"serialnumber":"BR1","neighbors":{"Ethernet1":[{"device":"b"}]}}"#),
            (
                "a device that is no text",
                #"{"serialnumber":"BR1","neighbors":{"Ethernet1":[{"device":1,"port":"b"}]}}"#
            ),
            (
                "a port that is no text",
                #"{"serialnumber":"BR1","neighbors":{"Ethernet1":[{"device":"b","port":null}]}}"#
            ),
            ("config that is no text", #"{"serialnumber":"BR1","config":1}"#),
            ("a known node with a wrong type", #"{"serialnumber":"BR1","neighbors":{"Ethernet1":1}}"#),
        ].map { name, body in
            Scenario(
                "bad report: \(name)",
                given: .node("BR1") + [.folder("nodes/BR1"), .file("nodes/BR1/.node", "untouched")],
                .call(.report(body), .bare(400)),
                .stored("nodes/BR1/.node", .text("untouched")))
        } + [
            Scenario(
                "bad report: a node that nobody knows",
                .call(.report(#"{"serialnumber":"BR2","neighbors":{}}"#), .bare(400)),
                .stored("nodes/BR2", .absent)),
            Scenario(
                "bad report: a folder without definition and startup-config",
                given: [.file("nodes/BR3/attributes", "a: 1\n")],
                .call(.report(#"{"serialnumber":"BR3"}"#), .bare(400)),
                .call(.report(#"{"serialnumber":"BR3","config":"x"}"#), .bare(400)),
                .stored("nodes/BR3/.node", .absent),
                .stored("nodes/BR3/startup-config", .absent)),
            Scenario(
                "bad report: bytes that are not UTF-8",
                .call(
                    Call(
                        method: "POST", target: "/nodes", body: Array(#"{"serialnumber":""#.utf8) + [0xFF, 0x22, 0x7D]),
                    .bare(400))),
        ]
        + ["..", ".", "a/b", "../x", "/etc", "a\\\\b", "a\\u0000b", "a\\nb", String(repeating: "x", count: 256)].map {
            id in
            Scenario(
                "bad report: the identifier \(id.prefix(12)) is no plain file name",
                .call(.report(#"{"serialnumber":"\#(id)","config":"x"}"#), .bare(400)),
                .stored("nodes/startup-config", .absent),
                .stored("startup-config", .absent),
                .stored("nodes/a", .absent),
                .stored("x", .absent))
        }
}
