import Testing

@testable import ZTPCore

/// What is said about texts that look like calls, and about text behind calls.
@Suite struct CallTextTests {
    /// A value, and why it is no call; nil when nothing is said.
    static let rows: [(String, String?)] = [
        ("allocate('free')", nil), ("a text", nil), ("other(free)", nil),
        ("note (see below)", nil),
        ("this is a test (really)", nil), ("test (really)", nil), ("allocates(free)", nil), ("http://a/allocate", nil),
        ("allocate('free')\n", nil),
        ("allocate(free)", "its argument must be in quotes"), ("allocate(free pool)", "its argument must be in quotes"),
        ("own(x)", "its argument must be in quotes"), ("allocate($pool)", "its argument must be in quotes"),
        ("allocate('free pool')", "its parentheses hold blanks"), ("allocate( 'free' )", "its parentheses hold blanks"),
        ("allocate('free' )", "its parentheses hold blanks"),
        (" allocate('free')", "blanks are in front of it"),
        ("allocate ('free')", "blanks are in front of the parenthesis"),
        ("allocate()", "it has no argument"), ("allocate('free'", "its parenthesis is not closed"),
        ("allocate('')", "its argument must be in quotes, and not empty"),
        ("ip allocate('free')", "a call is the whole value, and allocate(…) is behind other text"),
        ("10.0.0.1,allocate('free')", "a call is the whole value, and allocate(…) is behind other text"),
    ]

    @Test(arguments: CallTextTests.rows)
    func isFound(text: String, reason: String?) throws {
        let bench = try ValidationBench()
        try bench.sandbox.write("plugins/own", "#!/bin/sh\n", mode: 0o755)
        let quoted = String(decoding: JSON.encode(.string(text)), as: UTF8.self)
        let lines = try bench.lines(
            "definitions/leaf", "actions:\n- action: install\n  attributes:\n    x: {y: {z: [\(quoted)]}}\n")
        let shown = String(text.trimmingBlanks)
        #expect(
            lines
                == (reason.map { ["definitions/leaf:4:17: warning: '\(shown)' is sent as text, not called: \($0)"] }
                    ?? [])
        )
    }

    @Test(arguments: ["/24", " and more", "x y"])
    func textBehindACall(rest: String) throws {
        let lines = try ValidationBench().lines(
            "definitions/leaf", "actions:\n- action: install\n  attributes:\n    x: allocate('free')\(rest)\n")
        #expect(
            lines == [
                "definitions/leaf:4:8: warning: the text '\(rest.trimmingBlanks)' behind allocate('free') is dropped: "
                    + "a call is the whole value"
            ])
    }

    /// References bring the definition's attributes into actions, calls included.
    @Test func attributesOfTheDefinition() throws {
        let lines = try ValidationBench().lines(
            "definitions/leaf", "attributes:\n  a: allocate(free)\n  b: {c: [\"allocate('free')/24\"]}\nactions: []\n")
        #expect(
            lines == [
                "definitions/leaf:2:6: warning: 'allocate(free)' is sent as text, not called: its argument must be in quotes",
                "definitions/leaf:3:11: warning: the text '/24' behind allocate('free') is dropped: a call is the whole value",
            ])
    }
}
