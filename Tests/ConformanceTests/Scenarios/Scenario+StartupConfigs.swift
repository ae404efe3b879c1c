import Testing

extension Scenario {
    private static let allBytes: [UInt8] = Array(0...255) + Array("\r\n\r\n".utf8)

    /// GET and PUT /nodes/ID/startup-config
    static let startupConfigs: [Scenario] =
        [
            Scenario(
                "startup-config: as it is stored",
                given: .node("ST1", startupConfig: "hostname é\r\nend\r"),
                .call(.get("/nodes/ST1/startup-config"), .plain("hostname é\r\nend\r")),
                .call(
                    .head("/nodes/ST1/startup-config"),
                    Expectation(status: .exactly(200), type: Expectation.plain, body: .announced(17)))),
            Scenario(
                "startup-config: absent",
                given: .node("ST2"),
                .call(.get("/nodes/ST2/startup-config"), .bare(400)),
                .call(.get("/nodes/ST2-unknown/startup-config"), .bare(400))),
            Scenario(
                "startup-config: stored and sent back byte for byte",
                given: .node("ST3"),
                .call(.put("/nodes/ST3/startup-config", bytes: allBytes), .bare(200)),
                .call(.get("/nodes/ST3/startup-config"), .plain(allBytes)),
                .call(.get("/meta/nodes/ST3/startup-config"), .meta(allBytes)),
                .call(.put("/nodes/ST3/startup-config", "short"), .bare(200)),
                .call(.get("/nodes/ST3/startup-config"), .plain("short")),
                .call(.put("/nodes/ST3/startup-config", ""), .bare(200)),
                .call(.get("/nodes/ST3/startup-config"), .plain(""))),
            Scenario(
                "startup-config: Content-Type does not change what is stored",
                given: .node("ST4"),
                .call(.put("/nodes/ST4/startup-config", #"{ "b":1,"a": 2 }"#, type: "application/json"), .bare(200)),
                .call(.get("/nodes/ST4/startup-config"), .plain(#"{ "b":1,"a": 2 }"#)),
                .call(.put("/nodes/ST4/startup-config", "b:   1\n", type: "application/yaml"), .bare(200)),
                .call(.get("/nodes/ST4/startup-config"), .plain("b:   1\n"))),
            Scenario(
                "startup-config: of a node that nobody knows",
                .call(.put("/nodes/ST5/startup-config", "x"), .bare(400)),
                .stored("nodes/ST5", .absent)),
            Scenario(
                "startup-config: a node folder is enough",
                given: [.folder("nodes/ST6")],
                .call(.put("/nodes/ST6/startup-config", "x"), .bare(200)),
                .stored("nodes/ST6/startup-config", .text("x"))),
            Scenario(
                "startup-config: ids with dots, colons, blanks and UTF-8",
                given: .node("ST.7:a é.cfg"),
                .call(.put("/nodes/ST.7:a%20%C3%A9.cfg/startup-config", "x"), .bare(200)),
                .stored("nodes/ST.7:a é.cfg/startup-config", .text("x"))),
        ] + configHandlers

    private static let configHandlers: [Scenario] = [
        Scenario(
            "config-handler: runs after the startup-config is stored",
            given: .node("CH1", handler: "#!/bin/sh\ncd \"${0%/*}\" && cp startup-config seen\n"),
            .call(.put("/nodes/CH1/startup-config", "new"), .bare(200)),
            .stored("nodes/CH1/seen", .text("new"))),
        Scenario(
            "config-handler: gets no arguments and an empty standard input",
            given: .node("CH2", handler: "#!/bin/sh\ncd \"${0%/*}\"\n{ echo $#; cat; } > seen\n"),
            .call(.put("/nodes/CH2/startup-config", "new"), .bare(200)),
            .stored("nodes/CH2/seen", .text("0\n"))),
        Scenario(
            "config-handler: its failure is not the client's",
            given: .node("CH3", handler: "#!/bin/sh\necho out; echo boom >&2; exit 3\n"),
            .call(.put("/nodes/CH3/startup-config", "new"), .bare(200)),
            .stored("nodes/CH3/startup-config", .text("new"))),
        Scenario(
            "config-handler: without #! it is a shell script",
            given: .node("CH4", handler: "cd \"${0%/*}\" && echo ran > seen\n"),
            .call(.put("/nodes/CH4/startup-config", "new"), .bare(200)),
            .stored("nodes/CH4/seen", .text("ran\n"))),
        Scenario(
            "config-handler: one that cannot run is not the client's problem",
            given: .node("CH5") + [.file("nodes/CH5/config-handler", "#!/nonexistent\n", mode: 0o755)],
            .call(.put("/nodes/CH5/startup-config", "new"), .bare(200)),
            .edit(.file("nodes/CH5/config-handler", "#!/bin/sh\n", mode: 0o644)),
            .call(.put("/nodes/CH5/startup-config", "newer"), .bare(200)),
            .stored("nodes/CH5/startup-config", .text("newer"))),
        Scenario(
            "config-handler: killed by a signal",
            given: .node("CH6", handler: "#!/bin/sh\nkill -9 $$\n"),
            .call(.put("/nodes/CH6/startup-config", "new"), .bare(200))),
        Scenario(
            "config-handler: a folder of that name is none",
            given: .node("CH7") + [.folder("nodes/CH7/config-handler")],
            .call(.put("/nodes/CH7/startup-config", "new"), .bare(200))),
    ]
}
