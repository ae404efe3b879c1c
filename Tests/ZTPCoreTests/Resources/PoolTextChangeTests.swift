import Testing

@testable import ZTPCore

/// What a change of one owner does to the bytes of a pool's file: every other byte stays.
@Suite struct PoolTextChangeTests {
    /// One entry is given to a node, or freed, and this comes out.
    struct Row: Sendable, CustomTestStringConvertible {
        var before: String
        var entry: String
        var owner: String?
        var after: String

        init(_ before: String, _ entry: String, _ owner: String?, _ after: String) {
            self.before = before
            self.entry = entry
            self.owner = owner
            self.after = after
        }

        var testDescription: String { "\(before.debugDescription), \(entry) to \(owner ?? "nobody")" }
    }

    @Test(arguments: free + owned + lines + keys + unusual)
    func becomes(row: Row) throws {
        let text = try PoolText.read(Array(row.before.utf8)).get()
        let index = try #require(text.index(named: row.entry))
        let changed = try #require(text.setting(row.owner, at: index))
        #expect(String(decoding: changed, as: UTF8.self) == row.after)
        var expected = text.list
        expected[index].owner = row.owner
        #expect(try PoolText.read(changed).get().list == expected)
    }

    /// The spellings of nobody.
    static let free: [Row] = [
        Row("a:\n", "a", "N1", "a: N1\n"),
        Row("a:", "a", "N1", "a: N1"),
        Row("a: \n", "a", "N1", "a: N1 \n"),
        Row("a:   # rack 1\n", "a", "N1", "a: N1   # rack 1\n"),
        Row("a: null\n", "a", "N1", "a: N1\n"),
        Row("a: Null\n", "a", "N1", "a: N1\n"),
        Row("a: NULL\n", "a", "N1", "a: N1\n"),
        Row("a: ~\n", "a", "N1", "a: N1\n"),
        Row("a: ''\n", "a", "N1", "a: N1\n"),
        Row("a: \"\"\n", "a", "N1", "a: N1\n"),
        Row("a: None\n", "a", "N1", "a: N1\n"),
        Row("a: 'None'\n", "a", "N1", "a: N1\n"),
        Row("a:     null     # rack 1\n", "a", "N1", "a:     N1     # rack 1\n"),
        Row("a: ~ # ~\n", "a", "N1", "a: N1 # ~\n"),
    ]

    static let owned: [Row] = [
        Row("a: N1\n", "a", nil, "a: null\n"),
        Row("a: N1\n", "a", "N22", "a: N22\n"),
        Row("a: 'N1'\n", "a", nil, "a: null\n"),
        Row("a: \"N1\"  # N1\n", "a", nil, "a: null  # N1\n"),
        Row("a: 'N1' # it's\n", "a", "N2", "a: N2 # it's\n"),
        Row("a: 'it''s'\n", "a", nil, "a: null\n"),
        Row("a: \"x\\\"y\" # z\n", "a", nil, "a: null # z\n"),
        Row("a: 'null'\n", "a", nil, "a: null\n"),
        Row("a: b c d # e\n", "a", nil, "a: null # e\n"),
        Row("a: b#c\n", "a", nil, "a: null\n"),
        Row("a: x: y\n".replacing("x: y", with: "x:y"), "a", nil, "a: null\n"),
        Row("a: 001122334455\n", "a", nil, "a: null\n"),
    ]

    /// Comments, blank lines, ends of lines, indentation.
    static let lines: [Row] = [
        Row("# top\n\na: X\n\n\n# middle\nb:\n\n# end\n", "b", "N1", "# top\n\na: X\n\n\n# middle\nb: N1\n\n# end\n"),
        Row("a: X\r\nb:\r\nc: Y\r\n", "b", "N1", "a: X\r\nb: N1\r\nc: Y\r\n"),
        Row("a: X\r\nb: null # r\r\nc: Y\r\n", "b", "N1", "a: X\r\nb: N1 # r\r\nc: Y\r\n"),
        Row("a: X\r\nb:", "b", "N1", "a: X\r\nb: N1"),
        Row("a: X\nb: ~", "b", "N1", "a: X\nb: N1"),
        Row("a: X\nb: Y # last", "b", nil, "a: X\nb: null # last"),
        Row("  a: X\n  b:\n", "b", "N1", "  a: X\n  b: N1\n"),
        Row("a: X   \nb:   \n   \n", "b", "N1", "a: X   \nb: N1   \n   \n"),
        Row("---\na: X\nb:\n", "b", "N1", "---\na: X\nb: N1\n"),
        Row("---\na:\n...\n", "a", "N1", "---\na: N1\n...\n"),
        Row("# größe, 寸法, 🔌\na: # é\n", "a", "N1", "# größe, 寸法, 🔌\na: N1 # é\n"),
        Row("\u{FEFF}a:\nb: X\n", "a", "N1", "\u{FEFF}a: N1\nb: X\n"),
        Row("\u{FEFF}a: X\nb:\n", "b", "N1", "\u{FEFF}a: X\nb: N1\n"),
        Row("\u{FEFF}# top\na:\n", "a", "N1", "\u{FEFF}# top\na: N1\n"),
        Row("a: X\t# rack 1\nb:\n", "b", "N1", "a: X\t# rack 1\nb: N1\n"),
        Row("a: null\t# rack 1\n", "a", "N1", "a: N1\t# rack 1\n"),
        Row("a: X\t# rack 1\n", "a", nil, "a: null\t# rack 1\n"),
        Row("a: 'X'\t# rack 1\n", "a", nil, "a: null\t# rack 1\n"),
        Row("a:\t# rack 1\n", "a", "N1", "a: N1\t# rack 1\n"),
        Row("a: \t# rack 1\n", "a", "N1", "a: N1 \t# rack 1\n"),
        Row("a:\tX\n", "a", nil, "a:\tnull\n"),
        Row("a: X # one\t# two\n", "a", nil, "a: null # one\t# two\n"),
    ]

    static let keys: [Row] = [
        Row("'a': X\n'b':\n", "b", "N1", "'a': X\n'b': N1\n"),
        Row("\"a\": X\n\"b\" :\n", "b", "N1", "\"a\": X\n\"b\" : N1\n"),
        Row("'a b': null # last\n", "a b", "N1", "'a b': N1 # last\n"),
        Row("'it''s':\n", "it's", "N1", "'it''s': N1\n"),
        Row("\"x\\ty\":\n", "x\ty", "N1", "\"x\\ty\": N1\n"),
        Row("'a: b':\n", "a: b", "N1", "'a: b': N1\n"),
        Row("'# a':\n", "# a", "N1", "'# a': N1\n"),
        Row("10.0.0.1/24:\n10.0.0.2/24:\n", "10.0.0.2/24", "N1", "10.0.0.1/24:\n10.0.0.2/24: N1\n"),
        Row("10.10:\n10.1:\n", "10.10", "N1", "10.10: N1\n10.1:\n"),
        Row("10:\n", "10", "N1", "10: N1\n"),
        Row("yes:\nnull:\n~:\n", "null", "N1", "yes:\nnull: N1\n~:\n"),
        Row("2001:db8::1:\n2001:db8::2:\n", "2001:db8::2", "N1", "2001:db8::1:\n2001:db8::2: N1\n"),
        Row("a : X\nb :\n", "b", "N1", "a : X\nb : N1\n"),
        Row("spine é:\n", "spine é", "N1", "spine é: N1\n"),
        Row("寸法: X\nb: ~ # c\n", "b", "N1", "寸法: X\nb: N1 # c\n"),
        Row("寸法: X # c\n", "寸法", nil, "寸法: null # c\n"),
    ]

    /// Forms that need a YAML parser.
    static let unusual: [Row] = [
        Row("{a: , b: x}\n", "a", "N1", "{a: N1 , b: x}\n"),
        Row("{a: , b: x}\n", "b", nil, "{a: , b: null}\n"),
        Row("{a: null, b: x} # c\n", "a", "N1", "{a: N1, b: x} # c\n"),
        Row("{ a: x,\n  b: , # second\n  c: }\n", "b", "N1", "{ a: x,\n  b: N1 , # second\n  c: }\n"),
        Row("{ a: x,\n  b: , # second\n  c: }\n", "c", "N1", "{ a: x,\n  b: , # second\n  c: N1 }\n"),
        Row("{'a': ~, \"b\": 'x'}", "b", nil, "{'a': ~, \"b\": null}"),
        Row("a: &x X\nb:\nc: *x\n", "b", "N1", "a: &x X\nb: N1\nc: *x\n"),
        Row("a: !!str X\nb: # c\n", "b", "N1", "a: !!str X\nb: N1 # c\n"),
        Row("a: 'one\n  two'\nb:\n", "b", "N1", "a: 'one\n  two'\nb: N1\n"),
        Row("a: one\n  two\nb: ~\n", "b", "N1", "a: one\n  two\nb: N1\n"),
        Row("a: |\n  one\nb: ~\n", "b", "N1", "a: |\n  one\nb: N1\n"),
        Row("%YAML 1.1\n---\na: # c\n", "a", "N1", "%YAML 1.1\n---\na: N1 # c\n"),
    ]

    /// Forms whose owner cannot be told apart from the rest: said, not guessed.
    @Test(arguments: [
        ("a: &x\nb: *x\n", "a"), ("a: &x X\nb: *x\n", "b"), ("a: !!null\n", "a"), ("? a\n", "a"), ("{a, b}\n", "a"),
        ("a: >\n  X\n", "a"),
    ])
    func cannotBeChanged(before: String, entry: String) throws {
        let text = try PoolText.read(Array(before.utf8)).get()
        let index = try #require(text.index(named: entry))
        #expect(text.setting("N1", at: index) == nil)
    }
}
