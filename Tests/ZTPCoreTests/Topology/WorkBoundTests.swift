import Testing

@testable import ZTPCore

/// What a node may cost, and that the answer is the same however it is found.
@Suite struct WorkBoundTests {
    /// A thousand patterns of ten ordinary expressions, no two alike, none of which can be ruled out by its first
    /// letters, against 128 neighbors: every expression is run on every name, and the last pattern is found.
    @Test func aLargeSiteStaysBelow() throws {
        let patterns = (1...1000).map { number in
            let entries = (0..<5).map { part in
                "{any: {device: \"regex('.*-leaf\(number)-\(part)[.]pod[0-9]+')\", "
                    + "port: \"regex('(Ethernet|et)\(part + 1)(/[0-9]+)?$')\"}}"
            }
            return "  - {name: p\(number), definition: d, interfaces: [\(entries.joined(separator: ", "))]}\n"
        }
        let neighbordb = try Neighbordb(
            parsing: Array(("patterns:\n" + patterns.joined()).utf8), identifier: .serialNumber)
        let node = Node(
            interfaces: (1...128).map { number in
                let device = number <= 5 ? "dc1-leaf1000-\(number - 1).pod12" : "dc1-access\(number).pod12.example.net"
                return .init(
                    name: "Ethernet\(number)", neighbors: [.init(device: device, port: "Ethernet\(number)/1")])
            })
        let id = try #require(NodeID(rawValue: "N1"))
        #expect(try neighbordb.firstMatch(id, neighbordb.context(for: id, node))?.title == "'p1000'")
    }

    /// However little work a node is allowed, looking at every pattern one after the other gives the same answer as the
    /// index, which skips most: the same pattern, or the same expression, in the same pattern, on the same name.
    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func theIndexChangesNothing(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        var kinds: [String: Int] = [:]
        for _ in 0..<300 {
            let neighbordb = try Neighbordb(parsing: Array(Self.neighbordb(&random).utf8), identifier: .serialNumber)
            let id = try #require(NodeID(rawValue: "N1"))
            for _ in 0..<10 {
                let node = Self.node(&random)
                let work = random.pick([40, 100, 200, 400, 1_000, 4_000, 10_000_000, 20_000_000, 40_000_000])
                let found = Self.answer { () throws(ExpressionProblem) in
                    try neighbordb.firstMatch(id, MatchingContext(node, work: work))
                }
                let expected = Self.answer { () throws(ExpressionProblem) in
                    let context = MatchingContext(node, work: work)
                    for index in neighbordb.eligible(for: id) {
                        if try neighbordb.patterns[index].fits(context) { return neighbordb.patterns[index] }
                    }
                    return nil
                }
                #expect(found == expected)
                kinds[expected.kind, default: 0] += 1
            }
        }
        // All kinds have to be frequent, or the comparison says little.
        #expect(kinds.count == 4 && kinds.values.allSatisfy { $0 > 20 }, "\(kinds)")
    }

    private enum Answer: Equatable {
        case fits(String)
        case none
        case undecided(ExpressionProblem)

        var kind: String {
            switch self {
            case .fits: "fits"
            case .none: "none"
            case .undecided(let problem):
                switch problem.reason {
                case .broken: "broken"
                case .tooMuchWork: "one"
                case .tooMuchWorkTogether: "all"
                case .failed: "failed"
                }
            }
        }
    }

    private static func answer(_ find: () throws(ExpressionProblem) -> Pattern?) -> Answer {
        do { return try find().map { .fits($0.title) } ?? .none } catch { return .undecided(error) }
    }

    private static func neighbordb(_ random: inout RandomSource) -> String {
        let expressions = [
            "regex('spine[12]')", "regex('.*[12]$')", "regex('.*e.*f$')", "regex('(spine|leaf)1')", "regex('l')",
            "regex('(a+)+$')", "regex('(s|sp|p|i|n|e)+9')",
        ]
        let words = expressions + ["any", "spine1", "leaf", "includes('pine')", "excludes('1')"]
        let interfaces = ["Ethernet1", "Ethernet2", "Ethernet1-3", "any", "any", "none"]
        var text = "patterns:\n"
        for number in 1...6 {
            let entries = random.list(1...4) { random in
                let interface = random.pick(interfaces)
                // A device is always something to match, so no entry is a contradiction.
                let device = random.pick(words.filter { $0 != "any" })
                return "{\(interface): {device: \"\(device)\", port: \"\(random.pick(words))\"}}"
            }
            let model = random.chance(20) ? ", model: .*\(random.pick(["7", "8"]))" : ""
            text += "  - {name: p\(number), definition: d\(model), interfaces: [\(entries.joined(separator: ", "))]}\n"
        }
        return text
    }

    private static func node(_ random: inout RandomSource) -> Node {
        let names = ["spine1", "spine2", "leaf", "leaf1", "x", String(repeating: "a", count: 40) + "!"]
        let interfaces = ["Ethernet1", "Ethernet2", "Ethernet3", "Ethernet4"].shuffled(using: &random)
        return Node(
            model: random.pick([nil, "DCS-7050", "DCS-7280"]),
            interfaces: interfaces.prefix(Int.random(in: 1...4, using: &random)).map { name in
                let seldom = random.chance(40) ? names : Array(names.dropLast())
                return .init(name: name, neighbors: [.init(device: random.pick(seldom), port: random.pick(seldom))])
            })
    }

    /// An explanation never changes a decision, and a decision does not depend on the level of the log.
    @Test func anExplanationTakesWhatIsLeft() throws {
        let neighbordb = try Neighbordb(
            parsing: Array(
                """
                patterns:
                  - {name: p, definition: d, interfaces: [{Ethernet1: spine1}, {any: "regex('.*x.*y')"}]}
                  - {name: q, definition: d, interfaces: [{Ethernet1: spine2}]}

                """.utf8), identifier: .serialNumber)
        let node = Node(
            interfaces: [
                .init(name: "Ethernet1", neighbors: [.init(device: "spine2", port: "a")]),
                .init(name: "Ethernet2", neighbors: [.init(device: "spine3", port: "a")]),
            ])
        let id = try #require(NodeID(rawValue: "N1"))
        let context = MatchingContext(node, work: 64)
        #expect(try neighbordb.firstMatch(id, context)?.title == "'q'")
        let verdicts = try neighbordb.verdicts(id, context).map { "\($0.1)" }
        #expect(verdicts == ["pattern 'p': Ethernet1 must see spine1, it sees spine2:a", "pattern 'q' fits"])
    }

    @Test func theBoundGrowsWithWhatThereIsToDo() throws {
        func work(_ patterns: String, links: Int) throws -> Int {
            let text = "patterns: [\(patterns)]"
            let neighbordb = try Neighbordb(parsing: Array(text.utf8), identifier: .serialNumber)
            return neighbordb.patterns.reduce(into: ExpressionCount()) { $0 += ExpressionCount($1) }.work(links: links)
        }
        let one =
            "{name: p, definition: d, model: X, interfaces: [{any: \"regex('a'):regex('b')\"}, {Ethernet1: \"regex('c')\"}]}"
        #expect(try work(one, links: 10) == 4_000_000)
        #expect(try work(one, links: 100_000) == (2 * 100_000 + 2) * 256)
        #expect(try work(one, links: 10_000_000) == 327_680_000)
    }
}
