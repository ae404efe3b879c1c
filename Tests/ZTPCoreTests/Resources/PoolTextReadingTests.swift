import Testing

@testable import ZTPCore

/// What a pool's text holds, and what is said about texts that are no pools.
@Suite struct PoolTextReadingTests {
    @Test(arguments: [
        ("a: X\nb:\n", ["a=X", "b"]),
        ("b:\na:\nc:\n", ["b", "a", "c"]),
        ("10.10:\n010:\n1_0:\n0x10:\n1e3:\n", ["10.10", "010", "1_0", "0x10", "1e3"]),
        ("yes: no\nnull: true\n~: 12\n", ["yes", "null=true", "~=12"]),
        ("'a': 'X'\n\"b\": \"Y\"\n", ["a=X", "b=Y"]),
        ("a: None\nb: 'None'\nc: none\nd: NONE\n", ["a", "b=None", "c=none", "d=NONE"]),
        ("a: ''\nb: ' '\nc: \"\"\n", ["a", "b= ", "c"]),
        ("a: 'null'\nb: '~'\nc: Null\nd: nuLL\n", ["a=null", "b=~", "c", "d=nuLL"]),
        ("{a: X, b: , c: ~}\n", ["a=X", "b", "c"]),
        ("a: &x X\nb: *x\n", ["a=X", "b=X"]),
        ("? a\n? b\n", ["a", "b"]),
        ("---\na: X\n...\n", ["a=X"]),
        ("\u{FEFF}a: X\n", ["a=X"]),
        ("a: one\n  two\n", ["a=one two"]),
        ("2001-01-01: 2002-02-02\n", ["2001-01-01=2002-02-02"]),
        ("a: \"\\u00e9\"\n", ["a=é"]),
        ("# only\n\na:\n", ["a"]),
    ])
    func holds(text: String, entries: [String]) throws {
        let list = try PoolText.read(Array(text.utf8)).get().list
        #expect(list.map { entry in entry.name + (entry.owner.map { "=" + $0 } ?? "") } == entries)
    }

    @Test(arguments: [
        ("", "the pool 'p' has no entries"),
        ("\n\n", "the pool 'p' has no entries"),
        ("# nothing\n", "the pool 'p' has no entries"),
        ("{}\n", "the pool 'p' has no entries"),
        ("null\n", "the pool 'p' has no entries"),
        ("---\n", "the pool 'p' has no entries"),
        ("- a\n- b\n", "the pool 'p' must be a mapping of entries to owners, it is a list"),
        ("10.0.0.1\n", "the pool 'p' must be a mapping of entries to owners, it is text"),
        ("10\n", "the pool 'p' must be a mapping of entries to owners, it is a number"),
        ("a: X\nb: [X]\n", "the pool 'p' is broken: 2:4: the owner of 'b' must be text, it is a list"),
        ("a: {b: X}\n", "the pool 'p' is broken: 1:4: the owner of 'a' must be text, it is a mapping"),
        ("a:\n  - X\n", "the pool 'p' is broken: 2:3: the owner of 'a' must be text, it is a list"),
        ("a: X\n[b]: Y\n", "the pool 'p' is broken: 2:1: a list or mapping cannot be a key"),
        ("a: &x {c: d}\nb:\n", "the pool 'p' is broken: 1:4: the owner of 'a' must be text, it is a mapping"),
    ])
    func isNoPool(text: String, problem: String) {
        #expect(Self.problem(of: Array(text.utf8)) == problem)
    }

    /// Where a parser's own words are part of the line.
    @Test(arguments: [
        ("a: X\nb: Y\na: Z\n", "3:1: "), ("a: X\n'a': Y\n", "2:1: "), ("{a: X, a: Y}\n", "1:8: "),
        ("a: X\n\ta: Y\n", "2:"), ("a: 'X\n", ""), ("a: X: Y\n", "1:5: "), ("a: X\n b: Y\n", "2:"),
        ("a: *x\n", "1:"), ("a: X\n---\nb: Y\n", ""), ("<<: {a: X}\n", "1:1: "), ("a: \u{1}\n", ""),
    ])
    func isBroken(text: String, place: String) {
        let problem = Self.problem(of: Array(text.utf8)) ?? "none"
        #expect(problem.hasPrefix("the pool 'p' is broken: \(place)"))
    }

    @Test(
        arguments: [[0x61, 0x3A, 0x20, 0xFF, 0x0A], [0x61, 0x3A, 0x20, 0x58, 0x20, 0x23, 0xC3, 0x28, 0x0A]] as [[UInt8]]
    )
    func isNotUTF8(bytes: [UInt8]) {
        let column = bytes.contains(0x23) ? 7 : 4
        #expect(Self.problem(of: bytes) == "the pool 'p' is broken: 1:\(column): this is not text in UTF-8")
    }

    /// The quick reader must not take a file for good that the parser refuses.
    @Test(arguments: [
        "a: X\na: Y\n", "a: X # \u{FFFE}\n", "a: X # \u{FFFF}\n", "# a\u{FEFF}b\na: X\n", "... : X\n",
        "a: X\n... : Y\n",
        String(repeating: "k", count: 1100) + ": X\n",
    ])
    func readersAgree(text: String) {
        let bytes = Array(text.utf8)
        guard let scanned = PoolText(scanning: bytes) else { return }
        #expect((try? PoolText.parse(bytes).get())?.list == scanned.list)
    }

    static func problem(of bytes: [UInt8]) -> String? {
        switch PoolText.read(bytes) {
        case .success: nil
        case .failure(let reason): PoolProblem(pool: "p", reason: reason).description
        }
    }
}
