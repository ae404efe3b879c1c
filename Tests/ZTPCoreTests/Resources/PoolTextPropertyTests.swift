import Testing

@testable import ZTPCore

/// What must hold for every text, tried with many.
@Suite struct PoolTextPropertyTests {
    /// Texts of the usual form: all of it is known beforehand, to the byte.
    @Test(arguments: 0..<4) func usualTexts(part: Int) throws {
        var random = RandomPoolText(generator: RandomSource(seed: UInt64(1000 + part)))
        for _ in 0..<2500 {
            let pool = random.usual()
            let bytes = Array(pool.text.utf8)
            let expected = pool.entries.map { PoolEntry(name: $0.name, owner: $0.owner) }
            guard let scanned = PoolText(scanning: bytes) else {
                Issue.record("not read quickly: \(pool.text.debugDescription)")
                continue
            }
            #expect(scanned.list == expected, "\(pool.text.debugDescription)")
            #expect(try PoolText.parse(bytes).get().list == expected, "\(pool.text.debugDescription)")
            let index = Int.random(in: 0..<expected.count, using: &random.generator)
            let owner = random.generator.pick(["N9", "a-b_c.d", nil])
            let (start, end) = pool.around[index]
            let after =
                Array(bytes[..<start]) + Array((start == end ? " " : "").utf8) + Array((owner ?? "null").utf8)
                + bytes[end...]
            #expect(scanned.setting(owner, at: index) == after, "\(pool.text.debugDescription)")
            // The slow reader may refuse to change a form, but not do anything else.
            if let changed = try PoolText.parse(bytes).get().setting(owner, at: index) {
                #expect(changed == after, "\(pool.text.debugDescription)")
            }
        }
    }

    /// Texts of any form: the two readers agree, and a change changes one owner and nothing around it.
    @Test(arguments: 0..<4) func oddTexts(part: Int) throws {
        var random = RandomPoolText(generator: RandomSource(seed: UInt64(2000 + part)))
        var counts = (scanned: 0, parsed: 0, changed: 0)
        var problems = Problems()
        for _ in 0..<7500 {
            let source = random.odd()
            let bytes = Array(source.utf8)
            let parsed = try? PoolText.parse(bytes).get()
            let scanned = PoolText(scanning: bytes)
            if let scanned {
                counts.scanned += 1
                if scanned.list != parsed?.list { problems.add("the readers differ", source) }
            }
            guard let text = scanned ?? parsed else { continue }
            counts.parsed += 1
            let index = Int.random(in: 0..<text.count, using: &random.generator)
            let owner = random.generator.pick(["N9", "it's", "00 #x", "001", nil])
            guard let changed = text.setting(owner, at: index) else { continue }
            counts.changed += 1
            var expected = text.list
            expected[index].owner = owner
            if (try? PoolText.parse(changed).get())?.list != expected { problems.add("another meaning", source) }
            if !Self.surroundingsStay(bytes, changed) { problems.add("more than an owner changed", source) }
        }
        #expect(problems.all == [:])
        // The generator must not wander off to where nothing is accepted any more.
        #expect(counts.scanned > 1500 && counts.changed > 2500, "\(counts)")
    }

    /// Whether what differs is an owner alone: no comment, and no end of a line outside quotes.
    private static func surroundingsStay(_ old: [UInt8], _ changed: [UInt8]) -> Bool {
        let front = zip(old, changed).prefix { $0 == $1 }.count
        let back = zip(old[front...].reversed(), changed[front...].reversed()).prefix { $0 == $1 }.count
        let removed = String(decoding: old[front..<old.count - back], as: UTF8.self)
        if removed.contains("'") || removed.contains("\"") { return true }
        return !removed.contains(" #") && !removed.contains("\t#") && !removed.contains { $0.isNewline }
    }

    /// What went wrong, with the shortest text for it.
    private struct Problems {
        private(set) var all: [String: String] = [:]

        mutating func add(_ what: String, _ text: String) {
            let shown = text.debugDescription
            if all[what].map({ shown.count < $0.count }) ?? true { all[what] = shown }
        }
    }
}
