import Testing

@testable import ZTPCore

/// Owners that YAML 1.1 reads as false: the entry is free.
@Suite struct PoolTextFalseOwnerTests {
    static let free = [
        "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF", "0", "00", "+0", "-0", "0x0", "0b0", "0_0",
        "0.0",
        "0.", ".0", "-0.0", "0.0e+3", "[]", "{}", "[ ]", "{  }", "!!int 0", "!!bool no",
    ]

    static let usual = ["", "~", "null", "Null", "NULL", "''", "\"\"", "None"]

    static let taken = [
        "N1", "n", "nO", "fALSE", "'no'", "\"false\"", "'0'", "'[]'", "yes", "on", "1", "0.5", "00a", "0e0", "!!str no",
        "'None'", "none", "0x1", "10", "+5",
    ]

    @Test(arguments: free + usual) func isFree(owner: String) throws {
        let before = "a: \(owner) # c\nb: X\n"
        let text = try PoolText.read(Array(before.utf8)).get()
        #expect(text.list == [PoolEntry(name: "a", owner: nil), PoolEntry(name: "b", owner: "X")])
        #expect(text.firstFree == 0)
        // As written, until it is given out.
        #expect(String(decoding: text.bytes, as: UTF8.self) == before)
        if let changed = text.setting("N1", at: 0) {
            let blank = owner.isEmpty ? " " : ""
            #expect(String(decoding: changed, as: UTF8.self) == "a: N1\(blank) # c\nb: X\n")
        } else {
            // A tag is more than its text.
            #expect(owner.hasPrefix("!!"))
        }
    }

    @Test(arguments: taken) func isTaken(owner: String) throws {
        let text = try PoolText.read(Array("a: \(owner)\n".utf8)).get()
        #expect(text.firstFree == nil)
        #expect(text.falseOwners == [])
    }

    /// Both readers agree.
    @Test(arguments: free + usual + taken) func readersAgree(owner: String) {
        let bytes = Array("a: \(owner)\nb: X\n".utf8)
        guard let scanned = PoolText(scanning: bytes) else { return }
        #expect((try? PoolText.parse(bytes).get())?.list == scanned.list)
        #expect((try? PoolText.parse(bytes).get())?.falseOwners == scanned.falseOwners)
    }

    @Test(arguments: free) func isNamed(owner: String) throws {
        let text = try PoolText.read(Array("# größe\nb: X\n'a':  \(owner)\n".utf8)).get()
        let found = try #require(text.falseOwners.first)
        #expect(found.entry == "a" && found.written.mark.line == 3)
        #expect(owner.hasPrefix("!") || found.written.mark.column == 7)
    }

    @Test(arguments: usual) func isNothingToMention(owner: String) throws {
        #expect(try PoolText.read(Array("a: \(owner)\n".utf8)).get().falseOwners == [])
    }
}
