import Testing

extension Scenario {
    /// GET /actions/NAME
    static let actions: [Scenario] = [
        Scenario(
            "action: raw, without substitution and with its line ends",
            given: [.file("actions/ac_raw", "#!/x\r\n$SERVER ${SERVER} $$\r")],
            .call(.get("/actions/ac_raw"), .python(.text("#!/x\r\n$SERVER ${SERVER} $$\r"))),
            .call(.head("/actions/ac_raw"), .python(.announced(27))),
            .call(.get("/meta/actions/ac_raw"), .meta(Array("#!/x\r\n$SERVER ${SERVER} $$\r".utf8)))),
        Scenario(
            "action: the whole segment is the name",
            given: [.file("actions/ac_dotted", "plain"), .file("actions/ac_dotted.py", "dotted")],
            .call(.get("/actions/ac_dotted.py"), .python(.text("dotted"))),
            .call(.get("/actions/ac_dotted"), .python(.text("plain"))),
            .call(.get("/actions/ac_dotted.sh"), .bare(404))),
        Scenario(
            "action: absent",
            .call(.get("/actions/ac_absent"), .bare(404))),
        Scenario(
            "action: a folder",
            given: [.file("actions/ac_folder/x", "x")],
            .call(.get("/actions/ac_folder"), .bare(404)),
            .call(.get("/actions/ac_folder/x"), .bare(404)),
            .call(.get("/actions/ac_folder%2Fx"), .refused(404))),
        Scenario(
            "action: an edit is seen by the next request",
            given: [.file("actions/ac_edit", "one")],
            .call(.get("/actions/ac_edit"), .python(.text("one"))),
            .edit(.file("actions/ac_edit", "two")),
            .call(.get("/actions/ac_edit"), .python(.text("two")))),
    ]
}
