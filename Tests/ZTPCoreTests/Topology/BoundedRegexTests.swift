import Testing

@testable import ZTPCore

/// Expressions are those of Python's `re.match`: the expectations were taken from a Python 3.11.
@Suite struct BoundedRegexTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var expression: String
        var matching: [String]
        var differing: [String]

        init(_ expression: String, matches: [String], not: [String] = []) {
            self.expression = expression
            matching = matches
            differing = not
        }

        var testDescription: String { expression }
    }

    static let rows = [
        Row("spine", matches: ["spine", "spine12"], not: ["pine", "xspine", "Spine"]),
        Row("", matches: ["", "x"]),
        Row("spine?", matches: ["spin", "spine"], not: ["spi"]),
        Row("spine*", matches: ["spin"], not: ["spi"]),
        Row("spine{0,1}1", matches: ["spin1", "spine1"], not: ["spi1"]),
        Row("spine+", matches: ["spinee"], not: ["spin"]),
        Row("a|b", matches: ["a", "b"], not: ["c"]),
        Row("leaf-1|spine", matches: ["leaf-1", "spine9"], not: ["leaf-2"]),
        Row("(?i)SPINE", matches: ["spine", "Spine"], not: ["pine"]),
        Row("(?i:S)pine", matches: ["spine", "Spine"], not: ["SPINE"]),
        Row("(?x) s p i", matches: ["spi"], not: ["s p i"]),
        Row("(?u)é", matches: ["é"], not: ["e"]),
        Row("spine\\d+$", matches: ["spine1", "spine1\n"], not: ["spine1a"]),
        Row("spine\\Z", matches: ["spine"], not: ["spine\n", "spine1"]),
        Row("a{,2}$", matches: ["", "a", "aa"], not: ["aaa"]),
        Row("a{,}$", matches: ["", "aaaa"], not: ["b"]),
        Row("a{x", matches: ["a{x"], not: ["a"]),
        Row("\\u0041", matches: ["A"], not: ["a"]),
        Row("\\x41B", matches: ["AB"], not: ["A"]),
        Row("[\\x41-\\u0043]", matches: ["A", "C"], not: ["D"]),
        Row("[]a]", matches: ["]", "a"], not: ["b"]),
        Row("[^]]", matches: ["a"], not: ["]"]),
        Row("[[:alpha:]]", matches: ["a]", "[]", ":]"], not: ["b]", "a"]),
        Row("\\w+$", matches: ["é1_"], not: ["a-b"]),
        Row("\\d", matches: ["1", "١"], not: ["x"]),
        Row("a\\vb", matches: ["a\u{b}b"], not: ["a\nb"]),
        Row("(a)(b)\\2", matches: ["abb"], not: ["aba"]),
        Row("(?P<x>a)(?P=x)", matches: ["aa"], not: ["ab"]),
        Row("a(?#note)b", matches: ["ab"], not: ["a"]),
        Row("a(?=b)", matches: ["ab"], not: ["ac"]),
        Row("a(?!b)", matches: ["ac"], not: ["ab"]),
        Row(".*(?<=b)$", matches: ["ab"], not: ["ba"]),
        Row("a.b", matches: ["a b", "a\rb"], not: ["a\nb"]),
        Row("Ethernet1/", matches: ["Ethernet1/1"], not: ["Ethernet12"]),
    ]

    @Test(arguments: rows)
    func matchesAsPythonDoes(row: Row) throws {
        let regex = try BoundedRegex(row.expression)
        for text in row.matching { #expect(regex.match(text) == .matches, "\(text)") }
        for text in row.differing { #expect(regex.match(text) == .differs, "\(text)") }
    }

    @Test(arguments: [
        ("[", "a [ is not closed"),
        ("a\\", "it ends with a backslash"),
        ("\\q", "\\q is unknown"),
        ("\\x4", "\\x needs 2 hex digits of a character"),
        ("\\ud800", "\\u needs 4 hex digits of a character"),
        ("a(?i)b", "flags such as (?i) must stand at the start"),
        ("(?L)a", "the flag (?L) is not supported"),
        ("(?<x>a)", "(?< is unknown"),
        ("(?|a)", "(?| is unknown"),
        ("(*UTF)a", "nothing to repeat stands in front of *"),
        ("*a", "quantifier does not follow a repeatable item"),
        ("(a", "missing closing parenthesis"),
        ("a)", "unmatched closing parenthesis"),
        ("(?#a", "a comment is not closed"),
    ])
    func isRefused(expression: String, reason: String) {
        let problem = #expect(throws: PythonRegex.Problem.self) { try BoundedRegex(expression) }
        #expect(problem?.reason == reason)
    }

    /// Expressions that could hold a thread for ages end with a verdict of their own instead.
    @Test(arguments: ["(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*a){12}[xy]", "^(([a-z])+.)+[A-Z]([a-z])+$"])
    func endsInTime(expression: String) throws {
        let regex = try BoundedRegex(expression)
        #expect(regex.match(String(repeating: "a", count: 254) + "!") == .exhausted)
    }
}
