import Testing

@testable import ZTPCore

/// How a node's identifier is written into a pool, so that every YAML reader finds the same text again.
@Suite struct PoolTextOwnerTests {
    @Test(arguments: [
        ("JPE12345678", "JPE12345678"), ("N-1_2.3", "N-1_2.3"), ("1122334455aa", "1122334455aa"),
        ("None1", "None1"), ("nonE", "nonE"), ("1e3", "1e3"), ("00:1c:73:00:00:01", "'00:1c:73:00:00:01'"),
        ("001122334455", "'001122334455'"), ("1234", "'1234'"), ("0x1F", "'0x1F'"), ("1_000", "'1_000'"),
        ("12.50", "'12.50'"), ("1.5e+3", "'1.5e+3'"), (".5", "'.5'"), ("yes", "'yes'"), ("No", "'No'"),
        ("TRUE", "'TRUE'"), ("off", "'off'"), ("null", "'null'"), ("Null", "'Null'"), ("~", "'~'"), ("=", "'='"),
        ("<<", "'<<'"), ("-", "'-'"), ("-5", "'-5'"), ("---", "'---'"), ("a b", "'a b'"), ("it's", "'it''s'"),
        ("'", "''''"), ("\"", "'\"'"), ("#x", "'#x'"), ("a #x", "'a #x'"), ("a: b", "'a: b'"), ("[a]", "'[a]'"),
        ("{a}", "'{a}'"), ("*a", "'*a'"), ("&a", "'&a'"), ("!a", "'!a'"), ("%a", "'%a'"), ("@a", "'@a'"),
        ("`a", "'`a'"), ("|", "'|'"), (">", "'>'"), ("?", "'?'"), (",", "','"), (" a ", "' a '"), ("a  b", "'a  b'"),
        ("é", "'é'"), ("🔌", "'🔌'"),
    ])
    func isWritten(owner: String, scalar: String) throws {
        for (before, after) in [
            ("a:\nb: X # c\n", "a: \(scalar)\nb: X # c\n"), ("a: ~ # c\nb: X\n", "a: \(scalar) # c\nb: X\n"),
            ("{a: , b: X}\n", "{a: \(scalar) , b: X}\n"),
        ] {
            let text = try PoolText.read(Array(before.utf8)).get()
            let changed = try #require(text.setting(owner, at: 0))
            // Readers agree on `1e3` only when it is quoted: YAML 1.2 takes it for a number.
            let quoted = after.replacing(scalar, with: "'\(owner)'")
            let written = String(decoding: changed, as: UTF8.self)
            #expect(written == after || owner == "1e3" && written == quoted)
            let reread = try PoolText.read(changed).get()
            #expect(reread.index(ownedBy: owner) == 0)
            #expect(
                reread.list == [PoolEntry(name: "a", owner: owner), PoolEntry(name: "b", owner: "X")])
        }
    }

    /// Characters that YAML does not allow, or takes for the end of a line, must not make the file unreadable.
    @Test(arguments: ["\u{FEFF}a", "a\u{FEFF}b", "a\u{FFFE}b", "a\u{FFFF}", "\u{A0}", "a\u{200B}b", "\u{10FFFF}"])
    func leavesTheFileReadable(owner: String) throws {
        for before in ["a:\nb: X\n", "{a: , b: X}\n"] {
            let text = try PoolText.read(Array(before.utf8)).get()
            guard let changed = text.setting(owner, at: 0) else { continue }
            let reread = try PoolText.read(changed).get()
            #expect(reread.list == [PoolEntry(name: "a", owner: owner), PoolEntry(name: "b", owner: "X")])
        }
    }

    /// Earlier releases freed entries by writing `None`, which therefore nobody can be recorded as.
    @Test func theTextNoneIsNoOwner() throws {
        let text = try PoolText.read(Array("a:\nb:\n".utf8)).get()
        if let changed = text.setting("None", at: 0) {
            let reread = try PoolText.read(changed).get()
            #expect(reread.firstFree != 0, "the entry was given out, and is free: \(changed)")
            #expect(reread.index(ownedBy: "None") == 0)
        }
    }

    /// An owner that an operator wrote is compared as it is written.
    @Test(arguments: [
        ("a: 001122334455\n", "001122334455"), ("a: 1e3\n", "1e3"), ("a: yes\n", "yes"), ("a: 0x1F\n", "0x1F"),
        ("a: 12:30:45\n", "12:30:45"), ("a: \"x\\u0041\"\n", "xA"), ("a: 'null'\n", "null"), ("a: a b\n", "a b"),
        ("a: !!str 12\n", "12"), ("{a: 007}\n", "007"),
    ])
    func isComparedAsWritten(text: String, owner: String) throws {
        let pool = try PoolText.read(Array(text.utf8)).get()
        #expect(pool.list == [PoolEntry(name: "a", owner: owner)])
        #expect(pool.index(ownedBy: owner) == 0)
    }
}
