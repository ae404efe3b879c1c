import Testing

@testable import ZTPCore

/// The work of regular expressions is counted in steps, the same for the same expression and name every time.
@Suite struct RegexRunnerTests {
    private static let evil = String(repeating: "a", count: 254) + "!"

    /// Expressions that could hold a thread for ages end with a verdict of their own instead.
    @Test(arguments: ["(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*a){12}[xy]", "^(([a-z])+.)+[A-Z]([a-z])+$", "(?=(a+)+$)"])
    func endsAtTheBoundOfOneExpression(expression: String) throws {
        let regex = try BoundedRegex(expression)
        let runner = RegexRunner(work: .max)
        #expect(runner.run(regex, on: Self.evil) == .exceeds(.expression))
        // Where the matcher ran out of memory first, it took less.
        #expect(.max - runner.left <= 2 * RegexRunner.mostForOne)
    }

    /// What a match counts for.
    @Test(arguments: [
        // Ruled out by how it begins.
        ("spine1", "leaf1", 0),
        ("spine[0-9]+$", "spine12", 32),
        ("(spine|leaf)[0-9]+\\.dc[12]$", "spine12.dc3", 32),
        // It has to walk along the name.
        (".*-leaf-[0-9]+", "access-leaf-17.pod3.dc1.example.net", 32 + (32 + 4 * 35)),
        (".*(spine|leaf)12.*", "access-12.pod3-leaf13.dc1.example.net", 32 + (32 + 4 * 37)),
        (".*[0-9]+.*x$", "spine12.pod3.dc1.example.net", 32 + (32 + 4 * 28)),
    ])
    func ordinaryExpressionsAreCheap(expression: String, name: String, work: Int) throws {
        let runner = RegexRunner(work: 1_000_000)
        _ = runner.run(try BoundedRegex(expression), on: name)
        #expect(1_000_000 - runner.left == work)
    }

    /// The bound of all together is reached at the same place every time, also when other matches came before on the
    /// same memory.
    @Test func theBoundOfANode() throws {
        let regex = try BoundedRegex(".*x")
        for _ in 0..<3 {
            let runner = RegexRunner(work: 100)
            let outcomes = (0..<5).map { runner.run(regex, on: "axb\($0)") }
            #expect(outcomes == [.matches, .matches, .matches, .exceeds(.node), .exceeds(.node)])
            #expect(runner.left == 4)
        }
    }

    /// Where one step may look at the whole name, it counts for more.
    @Test(arguments: [".*\\w*+!", ".*(?>\\w*)!", ".*(?=\\w*x)", "(.*)(.*)\\1\\2!", ".*\\w{50}!"])
    func longStepsCountForMore(expression: String) throws {
        let name = "!" + String(repeating: "a", count: 1000)
        let long = try BoundedRegex(expression)
        #expect(long.steps(for: 32_000, on: name.utf8.count) == 32_000 / 63)
        #expect(try BoundedRegex(".*\\w*x").steps(for: 32_000, on: name.utf8.count) == 32_000)
    }
}
