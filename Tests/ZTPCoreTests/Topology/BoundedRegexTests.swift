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
        let runner = RegexRunner(work: .max)
        for text in row.matching { #expect(runner.run(regex, on: text) == .matches, "\(text)") }
        for text in row.differing { #expect(runner.run(regex, on: text) == .differs, "\(text)") }
    }

    @Test(arguments: [
        ("[", "a [ is not closed (character 1)"),
        ("aé[b", "a [ is not closed (character 3)"),
        ("a\\", "it ends with a backslash (character 2)"),
        ("[\\q]", "\\q is unknown (character 2)"),
        ("a\\x4", "\\x needs 2 hex digits of a character (character 2)"),
        ("\\ud800", "\\u needs 4 hex digits of a character (character 1)"),
        ("a(?i)b", "flags such as (?i) must come first (character 2)"),
        ("(?iL)a", "the flag (?L) is not supported (character 4)"),
        ("(?<x>a)", "(?< is unknown (character 1)"),
        ("b(?|a)", "(?| is unknown (character 2)"),
        ("(*UTF)a", "there is nothing to repeat (character 2)"),
        ("*a", "there is nothing to repeat (character 1)"),
        ("\\x41é**", "there is nothing to repeat (character 7)"),
        ("a(b", "a ( is not closed (character 2)"),
        ("((a)(b", "a ( is not closed (character 5)"),
        ("a)", "a ) closes nothing (character 2)"),
        ("b(?#a", "a comment is not closed (character 2)"),
        ("a{3,2}", "a repeat asks for more at least than at most (character 6)"),
        ("a{70000}", "a repeat counts further than 65535 (character 8)"),
        ("[b-a]", "a range in [ ] ends before it begins (character 4)"),
        ("[\\d-z]", "a range in [ ] must be between two characters (character 4)"),
        ("(?P<x>a)(?P<x>b)", "two groups have the same name (character 13)"),
        ("(?P<1>a)", "the name of a group must be a word that does not begin with a digit (character 5)"),
        ("(?P<x", "the name of a group is not closed (character 5)"),
        ("(a)\\2", "it refers to a group that does not exist (character 5)"),
        ("(?P=y)", "it refers to a group that does not exist (character 5)"),
        ("(?<=a*)b", "what (?<= or (?<! looks back at must have a fixed length (character 1)"),
        ("(a)(?(1)b|c|d)", "a condition has more than two branches (character 4)"),
        (String(repeating: "(", count: 300), "it is too long or too deeply nested"),
    ])
    func isRefused(expression: String, reason: String) {
        let problem = #expect(throws: PythonRegex.Problem.self) { try BoundedRegex(expression) }
        #expect(problem?.description == reason)
    }
}
