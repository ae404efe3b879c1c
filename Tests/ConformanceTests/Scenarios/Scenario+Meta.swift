import Testing

extension Scenario {
    /// GET /meta/(actions|files|nodes)/PATH
    static let meta: [Scenario] = [
        Scenario(
            "meta: of each kind",
            given: .node("ME1", startupConfig: "one\r\n") + [
                .file("files/me/a b.txt", "two"), .file("actions/me.py", "three"),
            ],
            .call(.get("/meta/nodes/ME1/startup-config"), .meta(Array("one\r\n".utf8))),
            .call(.get("/meta/files/me/a%20b.txt"), .meta(Array("two".utf8))),
            .call(.get("/meta/actions/me.py"), .meta(Array("three".utf8))),
            .call(.get("/meta/nodes/ME1/definition"), .meta(Array(GivenNode.plainDefinition.utf8)))),
        Scenario(
            "meta: an edit is seen by the next request",
            given: [.file("files/me_edit", "one")],
            .call(.get("/meta/files/me_edit"), .meta(Array("one".utf8))),
            .edit(.file("files/me_edit", "two and more")),
            .call(.get("/meta/files/me_edit"), .meta(Array("two and more".utf8)))),
        Scenario(
            "meta: absent, folders, other kinds",
            given: [.file("files/me_folder/x", "x"), .file("definitions/me", "actions: []\n")],
            .call(.get("/meta/files/me_absent"), .bare(404)),
            .call(.get("/meta/actions/me_absent"), .bare(404)),
            .call(.get("/meta/nodes/me_absent/startup-config"), .bare(404)),
            .call(.get("/meta/files/me_folder"), .bare(404)),
            .call(.get("/meta/definitions/me"), .bare(404)),
            .call(.get("/meta/files"), .bare(404)),
            .call(.get("/meta"), .bare(404))),
    ]
}
