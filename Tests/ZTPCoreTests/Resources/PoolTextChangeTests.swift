import Testing

@testable import ZTPCore

/// A pool's file that is read knowing how it was before comes out as if it were read anew.
@Suite struct PoolTextChangeTests {
    private static let lines = [
        "10.0.0.1/24: N1", "10.0.0.2/24:", "'10.0.0.3/24': \"N3\"  # first rack", "# comment", "", "10.0.0.4/24: null",
        "10.0.0.5/24: ~", "name5: 'it'", "a: b: c", "10.0.0.6/24: N6\r", "é: N7", "# é", "...", "  b: indented",
        "c: [x]",
    ]

    private static func text(_ lines: [String]) -> [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }

    /// Random lines, of which a few are replaced, put in, taken away, or have another owner.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func agreesWithReadingAnew(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        var quick = 0
        for _ in 0..<3_000 {
            var lines = (0..<Int.random(in: 1...8, using: &random)).map { number in
                random.chance(70)
                    ? "entry\(number): \(random.pick(["", "N1", "N22", "null", "'N3' # x"]))" : random.pick(Self.lines)
            }
            guard let old = PoolText(scanning: Self.text(lines)) else { continue }
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let index = Int.random(in: lines.indices, using: &random)
                switch Int.random(in: 0..<6, using: &random) {
                case 0: lines[index] = random.pick(Self.lines)
                case 1: lines.insert(random.pick(Self.lines), at: index)
                case 2 where lines.count > 1: lines.remove(at: index)
                default:
                    let name = lines[index].prefix { $0 != ":" }
                    lines[index] = "\(name): \(random.pick(["N4", "'N4'", "", "null", "N22222"]))"
                }
            }
            var new = Self.text(lines)
            if random.chance(10) { _ = new.popLast() }
            guard let changed = PoolText(scanning: new, knowing: old) else { continue }
            quick += 1
            let anew = try #require(PoolText(scanning: new), "\(lines)")
            #expect(changed.list == anew.list, "\(lines)")
            #expect(changed.bytes == anew.bytes)
            for index in 0..<changed.count {
                #expect(changed.setting("N9", at: index) == anew.setting("N9", at: index), "\(lines)")
            }
        }
        #expect(quick > 500)
    }

    /// What every allocation does: one owner, the rest as it was.
    @Test func knowsOneOwnerMore() throws {
        let lines = (0..<1_000).map { "10.0.\($0 / 250).\($0 % 250):" }
        var text = try #require(PoolText(scanning: Self.text(lines)))
        for (number, index) in [0, 1, 500, 999].enumerated() {
            let bytes = try #require(text.setting("NODE\(number)", at: index))
            text = try #require(PoolText(scanning: bytes, knowing: text))
            #expect(text.index(ownedBy: "NODE\(number)") == index)
            #expect(text.list == PoolText(scanning: bytes)?.list)
        }
        #expect(text.firstFree == 2)
    }

    /// A name that was not there may be one that is there twice now.
    @Test func looksAtEverythingForNewNames() throws {
        let old = try #require(PoolText(scanning: Self.text(["a: N1", "b:", "c:"])))
        #expect(PoolText(scanning: Self.text(["a: N1", "a:", "c:"]), knowing: old) == nil)
        #expect(PoolText(scanning: Self.text(["a: N1", "b:", "c:", "d:"]), knowing: old) == nil)
        #expect(PoolText(scanning: Self.text(["a: N1", "c:"]), knowing: old) == nil)
    }
}
