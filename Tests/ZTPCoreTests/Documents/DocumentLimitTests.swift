import OrderedCollections
import Testing

@testable import ZTPCore

/// What goes beyond a limit is refused with its place, and at once: the bound is far above what a debug build takes, and
/// far below what work takes that grows with the square, or that follows aliases.
@Suite struct DocumentLimitTests {
    private static let bound = 5.0

    /// Levels of aliases, each standing for the one below twice.
    private static func aliases(_ levels: Int) -> String {
        (1...levels).reduce(into: "a0: &a0 {x: y}\n") { $0 += "a\($1): &a\($1) [*a\($1 - 1), *a\($1 - 1)]\n" }
    }

    static let texts: [(name: String, text: String, mark: SourceMark?, reason: String)] = [
        ("aliases", aliases(40), SourceMark(line: 18, column: 18), "there are more than 1000000 values"),
        (
            "a key that stands for much", aliases(15) + "? *a15\n: x\n? *a14\n: y\n", SourceMark(line: 17, column: 3),
            "a list or mapping cannot be a key"
        ),
        (
            "a number of a million digits", "a:\n  b: \(String(repeating: "9", count: 1_000_000))\n",
            SourceMark(line: 2, column: 6), "a number of 1000000 characters is longer than 1000"
        ),
        (
            "a hexadecimal number", "a: 0x\(String(repeating: "f", count: 1_000_000))\n",
            SourceMark(line: 1, column: 4),
            "a number of 1000002 characters is longer than 1000"
        ),
        (
            "a number to base 60", "a: 1\(String(repeating: ":1", count: 500_000))\n", SourceMark(line: 1, column: 4),
            "a number of 1000001 characters is longer than 1000"
        ),
        (
            "a tagged number", "a: !!int \(String(repeating: "1", count: 1_000_000))\n", SourceMark(line: 1, column: 4),
            "a number of 1000000 characters is longer than 1000"
        ),
        (
            "a long key", "a: 1\n? \(String(repeating: "k", count: 100_000))\n: x\n", SourceMark(line: 2, column: 3),
            "a key of 100000 bytes is longer than 4096"
        ),
        (
            "a key of combining marks", "? \(String(repeating: "\u{301}\u{323}", count: 25_000))\n: x\n",
            SourceMark(line: 1, column: 3), "a key of 100000 bytes is longer than 4096"
        ),
        ("too much text", String(repeating: "# comment\n", count: 1_700_000), nil, "the file is larger than 16 MiB"),
        (
            "too many values", "- [\(String(repeating: "x,", count: 1_000_001))x]\n",
            SourceMark(line: 1, column: 2_000_000), "there are more than 1000000 values"
        ),
        (
            "one key twice", "a: 1\nb: 2\n'a': 3\n", SourceMark(line: 3, column: 1),
            "key 'a' appears twice in one mapping"
        ),
        (
            "one key twice on one line", "x: {a: 1, a: 2}\n", SourceMark(line: 1, column: 11),
            "key 'a' appears twice in one mapping"
        ),
    ]

    @Test(arguments: DocumentLimitTests.texts.map(\.name))
    func isRefusedAtOnce(name: String) throws {
        let (_, text, mark, reason) = try #require(Self.texts.first { $0.name == name })
        let seconds = ThreadClock.seconds {
            #expect(throws: YAMLProblem(mark: mark, reason: reason)) { try Document(yaml: text) }
        }
        #expect(seconds < Self.bound, "\(seconds) s")
    }

    @Test(arguments: [("[", 901), ("[", 1_000_000), ("{a: ", 901), ("- ", 100_000)])
    func nestingIsLimited(start: String, count: Int) {
        let seconds = ThreadClock.seconds {
            do throws(YAMLProblem) { _ = try YAML.parse(Array(String(repeating: start, count: count).utf8)) } catch {
                #expect(error.reason == "nested deeper than 900 levels")
                #expect(error.mark?.line == 1 && (error.mark?.column ?? 0) > 900)
            }
        }
        #expect(seconds < Self.bound, "\(seconds) s")
    }

    @Test func nestingByAliasesCounts() throws {
        let deep = "a: &a \(String(repeating: "[", count: 500))\(String(repeating: "]", count: 500))\n"
        let deeper = "b: \(String(repeating: "[", count: 450))*a\(String(repeating: "]", count: 450))\n"
        #expect(throws: YAMLProblem(mark: SourceMark(line: 2, column: 454), reason: "nested deeper than 900 levels")) {
            try Document(yaml: deep + deeper)
        }
        _ = try Document(yaml: deep + "b: [*a]\n")
    }

    @Test(arguments: [
        ("0.\(String(repeating: "3", count: 900))", true), (String(repeating: "9", count: 1000), true),
        (String(repeating: "9", count: 1001), false), ("1e" + String(repeating: "9", count: 1000), false),
    ])
    func numbersOfJSON(text: String, isTaken: Bool) {
        #expect(((try? Document(json: text)) != nil) == isTaken)
    }

    @Test func keysOfJSON() throws {
        let key = String(repeating: "k", count: 4096)
        _ = try Document(json: #"{"\#(key)": 1}"#)
        #expect(throws: JSON.SyntaxError(offset: 1, reason: "a key of 4097 bytes is longer than 4096")) {
            try Document(json: #"{"\#(key)k": 1}"#)
        }
    }

    @Test func valuesOfJSON() throws {
        #expect(throws: JSON.SyntaxError.self) {
            try JSON.parse(Array(("[" + String(repeating: "0,", count: 1_000_000) + "0]").utf8))
        }
    }

    /// A text may be as long as it likes, also when it begins like a number.
    @Test(arguments: ["x", "1", "-", "0x", "\u{301}"])
    func longTextIsText(start: String) throws {
        let text = start + String(repeating: "1 z", count: 10_000)
        #expect(try Document(yaml: "a: \(text)\n") == .mapping(["a": .string(text)]))
    }

    @Test func digitsWithAccentsAreText() throws {
        for text in ["5\u{301}", "1\u{301}:30", "5\u{301}:30", "1.5\u{301}", "0\u{301}7"] {
            #expect(try Document(yaml: "a: \(text)\n") == .mapping(["a": .string(text)]))
        }
    }

    @Test func equivalentKeysDiffer() throws {
        let document = try Document(yaml: "\u{E9}: 1\ne\u{301}: 2\n")
        #expect(document == .mapping(["\u{E9}": .integer(1), "e\u{301}": .integer(2)]))
    }
}
