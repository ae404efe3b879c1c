import Testing

@testable import ZTPCore

/// What is said about a text that is not YAML: what was expected, and where that began, in no library's words.
@Suite struct YAMLWordingTests {
    static let rows: [(String, String)] = [
        ("a:\n- b\n- c\n  d\n-e\n", "5:1: expected ':' behind this key"),
        (
            "a:\n  - b: 1\n   - c: 2\n",
            "3:4: expected '- ' and the next item of the list that begins in line 2, column 3, in the same column"
        ),
        (
            "a:\n- b: 1\n  c: 2\n d: 3\n",
            "4:2: expected 'key: value' of the mapping that begins in line 1, column 1, in the same column"
        ),
        ("a: 1\n b: 2\n", "2:3: a ': ' cannot be here: if it belongs to the value, put the text in quotes"),
        ("a: b: c\n", "1:5: a ': ' cannot be here: if it belongs to the value, put the text in quotes"),
        (
            "a: 1\n- b\n",
            "2:1: expected 'key: value' of the mapping that begins in line 1, column 1, in the same column"
        ),
        ("a: - b\n", "1:4: an item of a list, '- ', cannot begin here: it needs a line of its own"),
        ("a: 1\nb: [1, 2\nc: 3\n", "3:2: expected ',' or ']': the list that begins in line 2, column 4 is not closed"),
        ("a: {b: 1\nc: 2\n", "2:2: expected ',' or '}': the mapping that begins in line 1, column 4 is not closed"),
        ("a: [", "2:1: expected a value here: a bracket or a comma in front of it may be wrong"),
        ("a: 1\nb\nc: 2\n", "2:1: expected ':' behind this key"),
        ("a: 1\n\tb: 2\n", "2:1: a tab cannot indent: use spaces"),
        ("a: @b\n", "1:4: a value cannot begin with '@': put it in quotes"),
        ("a: `b`\n", "1:4: a value cannot begin with '`': put it in quotes"),
        ("a: %b\n", "1:4: a value cannot begin with '%': put it in quotes"),
        ("a: 1\nb: 'x\n", "2:4: the quotes that begin here are not closed"),
        ("a: \"x\n", "1:4: the quotes that begin here are not closed"),
        ("a: \"\\d\"\n", "1:5: unknown escape: in double quotes '\\' begins one; in single quotes it is itself"),
        ("a: 'x' y\n", "1:8: expected 'key: value' of the mapping that begins in line 1, column 1, in the same column"),
        ("a: *b\n", "1:4: there is no anchor for this alias; if it is text, put it in quotes"),
        ("a: **\n", "1:4: a name must follow '*': if it is text, put it in quotes"),
        ("a: &\n", "1:4: a name must follow '&': if it is text, put it in quotes"),
        ("a: !x!y z\n", "1:4: unknown tag; if it is text, put it in quotes"),
        ("a: 1\n---\nb: 2\n", "2:1: expected the end of the file: a second document begins here"),
        ("a: |0\n  x\n", "1:5: the number behind '|' or '>' must be from 1 to 9"),
        ("a: |x\n  x\n", "1:5: only a number, '+', '-' or a comment may follow '|' or '>'"),
        ("%FOO\n", "1:5: a line that begins with '%' is a directive of YAML, and this one is unknown or wrong"),
        ("a: 1\nb: \u{1}\n", "2:4: the control character U+0001 is not allowed"),
        ("a: 1\na: 2\n", "2:1: key 'a' appears twice in one mapping"),
    ]

    @Test(arguments: YAMLWordingTests.rows)
    func isSaid(text: String, line: String) {
        let problem = #expect(throws: YAMLProblem.self) { try Document(yaml: text) }
        #expect(problem.map(\.description) == line)
    }

    /// Of texts cut off anywhere and with a character put in anywhere, none is told in the library's words, and each
    /// with its place.
    @Test func nothingOfTheLibrary() {
        let text = "# x\na: &b {c: [1, 'd', \"e\\t\"]}\nf:\n- g: *b\n  h: |-\n    i\n- !!str j\n? k\n: l\n"
        let characters = Array(text.unicodeScalars)
        for place in characters.indices {
            for put in ["", "\t", "[", "'", "- ", "&", "!", "%", "|"] {
                for rest in [!put.isEmpty] {
                    var view = String.UnicodeScalarView(characters[..<place])
                    view.append(contentsOf: put.unicodeScalars)
                    if rest { view.append(contentsOf: characters[place...]) }
                    let broken = String(view)
                    do { _ = try YAML.compose(Array(broken.utf8)) } catch {
                        let isForeign = ["did not", "found", "could not", "<", "octet", "scalar", "token", "indicator"]
                            .contains { error.reason.contains($0) }
                        #expect(!isForeign && error.mark != nil, "\(broken.debugDescription): \(error)")
                    }
                }
            }
        }
    }

    @Test(
        arguments: [
            ([0x61, 0xFF], 1, 2), ([0xFC], 1, 1), ([0x61, 0x0A, 0xC3, 0xA9, 0x62, 0xC3], 2, 3),
            ([0x0A, 0x0A, 0x80], 3, 1),
        ] as [([UInt8], Int, Int)])
    func placeOfWhatIsNotUTF8(bytes: [UInt8], line: Int, column: Int) {
        #expect(SourceMark(firstInvalidIn: bytes[...]) == SourceMark(line: line, column: column))
    }

    @Test func withTheFile() {
        let marked = YAMLProblem(mark: SourceMark(line: 3, column: 5), reason: "bad")
        #expect(marked.description(in: "/srv/a") == "/srv/a:3:5: bad")
        #expect(YAMLProblem(mark: nil, reason: "bad").description(in: "/srv/a") == "/srv/a: bad")
    }
}
