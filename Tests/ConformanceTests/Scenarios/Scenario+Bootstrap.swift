import Testing

extension Scenario {
    private static let script = "bootstrap/bootstrap"
    private static let conf = "bootstrap/bootstrap.conf"

    /// GET /bootstrap
    static let bootstrap: [Scenario] = [
        Scenario(
            "bootstrap: the URL of the server is put in",
            given: [.file(script, "a $SERVER b ${SERVER} c $SERVER/x $SERVER.y '$SERVER'\n")],
            .call(
                .get("/bootstrap"), .python(.substituted("a @SERVER@ b @SERVER@ c @SERVER@/x @SERVER@.y '@SERVER@'\n")))
        ),
        Scenario(
            "bootstrap: doubled dollars",
            given: [.file(script, "$$ $$SERVER $$$SERVER $${SERVER}")],
            .call(.get("/bootstrap"), .python(.substituted("$ $SERVER $@SERVER@ ${SERVER}")))),
        Scenario(
            "bootstrap: everything else stays",
            given: [.file(script, "$SERVERS $server $_x $1 ${} ${SERVER ${SERVERS} $ $-")],
            .call(.get("/bootstrap"), .python(.text("$SERVERS $server $_x $1 ${} ${SERVER ${SERVERS} $ $-")))),
        Scenario(
            "bootstrap: line ends become LF",
            given: [.file(script, "a\r\nb\rc\nd\r\n")],
            .call(.get("/bootstrap"), .python(.text("a\nb\nc\nd\n")))),
        Scenario(
            "bootstrap: bytes that are not UTF-8 are served",
            given: [.bytes(script, [0x23, 0xFF, 0xC3, 0x0A])],
            .call(.get("/bootstrap"), .python(.bytes([0x23, 0xFF, 0xC3, 0x0A])))),
        Scenario(
            "bootstrap: an edit is seen by the next request",
            given: [.file(script, "one\n")],
            .call(.get("/bootstrap"), .python(.text("one\n"))),
            .edit(.file(script, "two\n")),
            .call(.get("/bootstrap"), .python(.text("two\n")))),
        Scenario(
            "bootstrap: HEAD announces the length of what GET sends",
            given: [.file(script, "1234\r\n")],
            .call(.head("/bootstrap"), .python(.announced(5)))),
        Scenario(
            "bootstrap: no script",
            given: [.file(script, ""), .removed(script)],
            .call(.get("/bootstrap"), .bare(400))),
    ]

    /// GET /bootstrap/config
    static let bootstrapConfig: [Scenario] =
        [
            Scenario(
                "bootstrap/config: no file",
                given: [.file(conf, ""), .removed(conf)],
                .call(.get("/bootstrap/config"), .json(#"{"logging":[]}"#))),
            Scenario(
                "bootstrap/config: logging is passed on, other keys are not",
                given: [.file(conf, "logging:\n  - destination: \"ztps.example:514\"\n    level: DEBUG\nother: 1\n")],
                .call(
                    .get("/bootstrap/config"),
                    .json(#"{"logging":[{"destination":"ztps.example:514","level":"DEBUG"}]}"#))),
            Scenario(
                "bootstrap/config: xmpp with content is passed on",
                given: [.file(conf, "logging:\nxmpp:\n  domain: im.example\n")],
                .call(.get("/bootstrap/config"), .json(#"{"logging":[],"xmpp":{"domain":"im.example"}}"#))),
            Scenario(
                "bootstrap/config: broken YAML",
                given: [.file(conf, "logging: [\n")],
                .call(.get("/bootstrap/config"), .bare(400))),
        ]
        + ["", "# nothing\n", "{}\n", "logging:\n", "logging: ~\nxmpp: ~\n"].map { text in
            Scenario(
                "bootstrap/config: \(text.debugDescription) has no logging",
                given: [.file(conf, text)],
                .call(.get("/bootstrap/config"), .json(#"{"logging":[]}"#)))
        }
}
