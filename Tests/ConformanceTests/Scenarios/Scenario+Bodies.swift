import Testing

extension Scenario {
    /// Bodies with GET, and bodies that are too long.
    static let bodies: [Scenario] = [
        Scenario(
            "body: the switch's null with every GET",
            given: .node("BO1", definition: "actions: []\n", startupConfig: nil) + .node("BO2", startupConfig: "config")
                + [
                    .file("bootstrap/bootstrap", "boot"), .file("bootstrap/bootstrap.conf", "{}"),
                    .file("actions/bo", "action"),
                    .file("files/bo", "file"),
                ],
            .call(.get("/bootstrap").carryingNull, .python(.text("boot"))),
            .call(.get("/bootstrap/config").carryingNull, .json(#"{"logging":[]}"#)),
            .call(.get("/nodes/BO1").carryingNull, .json(#"{"actions":[]}"#)),
            .call(.get("/nodes/BO2/startup-config").carryingNull, .plain("config")),
            .call(.get("/actions/bo").carryingNull, .python(.text("action"))),
            .call(.get("/files/bo").carryingNull, .plain("file")),
            .call(.get("/meta/files/bo").carryingNull, .meta(Array("file".utf8))),
            .call(.get("/files/bo-absent").carryingNull, .bare(404)),
            .call(.get("/nope").carryingNull, .bare(404))),
        Scenario(
            "body: exactly the limit",
            given: .node("BO3"),
            .call(.put("/nodes/BO3/startup-config", bytes: Array(repeating: 0x61, count: Sandbox.maxBody)), .bare(200)),
            .stored("nodes/BO3/startup-config", .text(String(repeating: "a", count: Sandbox.maxBody)))),
        Scenario(
            "body: one byte above the limit",
            given: .node("BO4", startupConfig: "old"),
            .call(
                .put("/nodes/BO4/startup-config", bytes: Array(repeating: 0x61, count: Sandbox.maxBody + 1)), .bare(413)
            ),
            .call(.post("/nodes", String(repeating: " ", count: Sandbox.maxBody + 1)), .bare(413)),
            .stored("nodes/BO4/startup-config", .text("old"))),
        Scenario(
            "body: far above the limit",
            given: .node("BO5", startupConfig: "old"),
            .call(.put("/nodes/BO5/startup-config", bytes: Array(repeating: 0x61, count: 2 << 20)), .bare(413)),
            .stored("nodes/BO5/startup-config", .text("old"))),
        // HAProxy answers a FastCGI request in chunks with 400.
        Scenario(
            "body: in chunks",
            given: .node("BO7") + .node("BO8", startupConfig: "old") + [.file("files/bo7", "file")],
            except: [.haproxy],
            .call(
                .put("/nodes/BO7/startup-config", bytes: Array(repeating: 0x61, count: Sandbox.maxBody)).inChunks,
                .bare(200)),
            .stored("nodes/BO7/startup-config", .text(String(repeating: "a", count: Sandbox.maxBody))),
            .call(.put("/nodes/BO7/startup-config", "").inChunks, .bare(200)),
            .stored("nodes/BO7/startup-config", .text("")),
            .call(.report(#"{"serialnumber":"BO7"}"#).inChunks, .located(409, "/nodes/BO7")),
            .call(.get("/files/bo7").carryingNull.inChunks, .plain("file")),
            .call(
                .put("/nodes/BO8/startup-config", bytes: Array(repeating: 0x61, count: Sandbox.maxBody + 1)).inChunks,
                .bare(413)),
            .stored("nodes/BO8/startup-config", .text("old"))),
        Scenario(
            "body: deeply nested JSON",
            .call(.report(String(repeating: "[", count: 30_000)), .bare(400)),
            .call(.report(#"{"serialnumber":"BO6","x":"# + String(repeating: "[", count: 30_000)), .bare(400))),
    ]
}
