import Testing

@testable import ZTPCore

/// What -V says about owners that are read as false.
@Suite struct PoolOwnerRuleTests {
    @Test(arguments: [
        ("a: no\n", "p:1:4: warning: the owner 'no' of 'a' is read as false, so the entry is free; "),
        (
            "x: N1\n  # c\na: 0\nb: off\nc: []\n",
            "p:3:4: warning: the owner '0' of 'a' is read as false, so the entry is free (and 2 more); "
        ),
        ("{a: {}, b: X}\n", "p:1:5: warning: the owner '{}' of 'a' is read as false, so the entry is free; "),
    ])
    func isSaid(text: String, line: String) {
        #expect(
            PoolOwnerRule.diagnostic(of: Array(text.utf8), file: "p")?.description
                == line + "expected null, or a node's name in quotes")
    }

    @Test(arguments: ["a:\nb: null\nc: ~\nd: ''\ne: None\nf: N1\ng: 'no'\n", "a: [\n", ""])
    func isNotSaid(text: String) {
        #expect(PoolOwnerRule.diagnostic(of: Array(text.utf8), file: "p") == nil)
    }

    /// In folders as well.
    @Test func isSaidOfEveryPool() throws {
        let bench = try ValidationBench()
        try bench.sandbox.makeFolder("resources/dc1")
        try bench.sandbox.write("resources/dc1/mgmt", "10.0.0.1/24: false\n")
        try bench.sandbox.write("resources/dc1/full", "10.0.0.1/24: N1\n")
        #expect(
            try bench.lines() == [
                "resources/dc1/full: warning: all 1 entries are given out; the next switch that asks is refused",
                "resources/dc1/mgmt:1:14: warning: the owner 'false' of '10.0.0.1/24' is read as false, so the entry is "
                    + "free; expected null, or a node's name in quotes",
            ])
    }
}
