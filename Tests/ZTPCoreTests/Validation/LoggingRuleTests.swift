import Testing

@testable import ZTPCore

/// What is said about `logging` in bootstrap.conf.
@Suite struct LoggingRuleTests {
    private static let expected = "expected file:PATH, or HOST[:PORT] of a syslog server"

    static let rows: [(String, [String])] = [
        ("logging:\n", []), ("logging: []\n", []), ("xmpp: {username: a}\n", []), ("other: 1\n", []),
        (
            "logging:\n- {destination: file:/tmp/a, level: DEBUG}\n- {destination: 'h:514', level: info}\n"
                + "- {destination: h.example.net, level: CRITICAL}\n- {destination: '[2001:db8::1]:514', level: WARN}\n"
                + "- {destination: '2001:db8::1', level: ERROR}\n", []
        ),
        ("loging: []\n", ["1:1: warning: unknown key 'loging'; did you mean 'logging'?"]),
        ("logging: x\n", ["1:10: warning: logging must be a list of destinations, it is text"]),
        (
            "logging:\n- x\n",
            ["2:3: warning: an entry of logging must be a mapping with destination and level, it is text"]
        ),
        (
            "logging:\n- {}\n",
            [
                "2:3: warning: destination is missing: file:PATH, or HOST[:PORT] of a syslog server",
                "2:3: warning: level is missing: DEBUG, INFO, WARNING, ERROR or CRITICAL",
            ]
        ),
        (
            "logging:\n- destination: h:99999\n  level: LOUD\n- destination: ''\n",
            [
                "2:16: warning: destination 'h:99999': the port must be a number from 1 to 65535, it is '99999'",
                "3:10: warning: level 'LOUD' is none of DEBUG, INFO, WARNING, ERROR, CRITICAL",
                "4:16: warning: destination is empty: \(expected)",
                "4:3: warning: level is missing: DEBUG, INFO, WARNING, ERROR or CRITICAL",
            ]
        ),
        (
            "logging:\n- {destination: 5, level: 10, lvl: x}\n",
            [
                "2:31: warning: unknown key 'lvl'; there are destination and level",
                "2:17: warning: destination must be text, it is a number",
                "2:27: warning: level '10' is none of DEBUG, INFO, WARNING, ERROR, CRITICAL",
            ]
        ),
    ]

    @Test(arguments: LoggingRuleTests.rows)
    func isFound(text: String, findings: [String]) throws {
        #expect(
            try ValidationBench().lines("bootstrap/bootstrap.conf", text)
                == findings.map { "bootstrap/bootstrap.conf:\($0)" })
    }

    @Test(arguments: ["file:/tmp/a", "file:a", "h", "h:1", "h:65535", "192.0.2.5:514", "[::1]", "[::1]:514", "::1"])
    func isADestination(text: String) {
        #expect(LoggingRule.problem(destination: text) == nil)
    }

    @Test(arguments: [
        "", "file:", "h:", "h:0", "h:65536", "h:x", "h:-1", "h:+5", ":514", "a b", "/var/log/a", "udp://h:514",
        "[::1]x", "h:1:2",
        "h:99999999999999999999", "h:５",
    ])
    func isNoDestination(text: String) {
        #expect(LoggingRule.problem(destination: text) != nil)
    }
}
