import Testing

extension Scenario {
    /// Methods and paths.
    static let routing: [Scenario] =
        [
            ("/bootstrap", ["GET", "HEAD"]), ("/bootstrap/config", ["GET", "HEAD"]), ("/nodes", ["POST"]),
            ("/nodes/RO1", ["GET", "HEAD"]), ("/nodes/RO1/startup-config", ["GET", "HEAD", "PUT"]),
            ("/actions/ro", ["GET", "HEAD"]), ("/files/ro", ["GET", "HEAD"]), ("/meta/files/ro", ["GET", "HEAD"]),
            ("/meta/actions/ro", ["GET", "HEAD"]), ("/meta/nodes/RO1/startup-config", ["GET", "HEAD"]),
        ].map { (path: String, methods: Set<String>) in
            Scenario(
                "routing: \(path) knows \(methods.sorted().joined(separator: ", "))",
                .call(.delete(path), .bare(405, ["Allow": .tokens(methods)])))
        } + [
            Scenario(
                "routing: other methods of known paths",
                .call(.get("/nodes"), .bare(405, ["Allow": .tokens(["POST"])])),
                .call(.put("/nodes", "x"), .bare(405, ["Allow": .tokens(["POST"])])),
                .call(.post("/bootstrap", "x"), .bare(405, ["Allow": .tokens(["GET", "HEAD"])])),
                .call(.put("/files/ro", "x"), .bare(405, ["Allow": .tokens(["GET", "HEAD"])])),
                .stored("files/ro", .absent)),
            Scenario(
                "routing: unknown paths",
                .call(.get("/nope"), .bare(404)),
                .call(.get("/"), .bare(404)),
                .call(.get("/Bootstrap"), .bare(404)),
                .call(.get("/bootstrap/other"), .bare(404)),
                .call(.get("/nodes/RO2/other"), .bare(404)),
                .call(.get("/nodes/RO2/startup-config/x"), .bare(404)),
                .call(.get("/files"), .bare(404)),
                .call(.get("/actions"), .bare(404)),
                .call(.post("/nope", "{}"), .bare(404)),
                .call(.delete("/nope"), .bare(404))),
            Scenario(
                "routing: a slash at the end",
                given: .node("RO3", startupConfig: "x") + [.file("files/ro3", "x"), .file("actions/ro3", "x")],
                .call(.get("/bootstrap/"), .bare(404)),
                .call(.get("/bootstrap/config/"), .bare(404)),
                .call(.post("/nodes/", #"{"serialnumber":"RO3"}"#), .bare(404)),
                .call(.get("/nodes/RO3/"), .bare(404)),
                .call(.get("/nodes/RO3/startup-config/"), .bare(404)),
                .call(.get("/actions/ro3/"), .bare(404)),
                .call(.get("/files/ro3/"), .bare(404)),
                .call(.get("/meta/files/ro3/"), .bare(404)),
                .call(.get("/files/"), .bare(404))),
            Scenario(
                "routing: query strings are ignored",
                given: .node("RO4", definition: "actions: []\n") + [.file("files/ro4", "x")],
                .call(.get("/nodes/RO4?x=1&_method=PUT"), .json(#"{"actions":[]}"#)),
                .call(.get("/files/ro4?/../y"), .plain("x")),
                .call(.get("/nope?/bootstrap"), .bare(404)),
                .call(
                    Call(method: "POST", target: "/nodes?_method=GET", body: Array(#"{"serialnumber":"RO4"}"#.utf8)),
                    .located(409, "/nodes/RO4"))),
            // lighttpd refuses a NUL in a query when it is told to, as Debian's configuration does.
            Scenario(
                "routing: query strings are not even decoded",
                given: [.file("files/ro6", "x")],
                except: [.lighttpd],
                .call(.get("/files/ro6?y%00%zz"), .plain("x"))),
            Scenario(
                "routing: a doubled leading slash",
                given: [.file("files/ro5", "x")],
                .call(.get("//files/ro5"), .plain("x"))),
        ]
}
