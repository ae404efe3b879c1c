import Glibc
import Synchronization
import Testing

/// Several processes with several threads each on one pool.
@Suite(.serialized) struct PoolConcurrencyTests {
    private static let count = 500
    private static let file = PoolFile(count: count)

    private static func sandbox() throws -> Sandbox {
        let sandbox = try Sandbox(name: "pool")
        try sandbox.configure()
        for given in [Given].nodes(count, calling: "allocate('pool')") + [.file("resources/pool", file.text)] {
            try sandbox.dataRoot.apply(given)
        }
        return sandbox
    }

    /// Asks for the definitions of all nodes with many clients at once; what each node was given.
    private static func askAll(
        _ crowd: GatewayCrowd, insisting: Bool = false, every step: Int = 1,
        before: @escaping @Sendable (Int) -> Void = { _ in }
    ) -> [(node: Int, reply: Reply)] {
        let replies = Collected<(node: Int, reply: Reply)>()
        let problems = Collected<String>()
        let next = Atomic<Int>(0)
        onThreads(32) { thread in
            while case let node = next.add(step, ordering: .relaxed).oldValue, node < count {
                before(node)
                let message = Message(target: "/nodes/N\(node)")
                do {
                    let reply = try insisting ? crowd.insist(message, from: thread) : crowd.send(message, to: thread)
                    replies.append((node, reply))
                } catch { problems.append("N\(node): \(error)") }
            }
        }
        #expect(problems.all == [])
        return replies.all
    }

    @Test func everyNodeGetsAnAddressOfItsOwn() throws {
        let sandbox = try Self.sandbox()
        let crowd = try GatewayCrowd(sandbox, processes: 4, threads: 8)
        defer { crowd.stop() }
        let first = Self.askAll(crowd)
        let given = first.compactMap(\.reply.givenValue)
        #expect(given.count == Self.count, "\(first.first { $0.reply.givenValue == nil }.map { "\($0.reply)" } ?? "")")
        #expect(Set(given).count == Self.count)
        let text = try Files.text(sandbox.dataRoot.absolute("resources/pool"))
        let owners = try #require(
            Self.file.owners(in: text), "the operator's lines have changed:\n\(text.prefix(2000))")
        for (node, reply) in first {
            let number = try #require(owners.firstIndex(of: "N\(node)"), "N\(node) owns nothing")
            #expect(reply.givenValue == Self.file.entry(number))
        }
        // Asked again, everybody gets the same, and the file stays as it is.
        let second = Self.askAll(crowd)
        let known = Dictionary(uniqueKeysWithValues: first.map { ($0.node, $0.reply.givenValue) })
        for (node, reply) in second { #expect(reply.givenValue == known[node]) }
        #expect(try Files.text(sandbox.dataRoot.absolute("resources/pool")) == text)
        #expect(!Files.exists(sandbox.dataRoot.absolute("resources/.pool.new")))
    }

    /// Shells append entries all the while.
    @Test func appendedLinesAreNotLost() throws {
        let sandbox = try Self.sandbox()
        let crowd = try GatewayCrowd(sandbox, processes: 4, threads: 8)
        defer { crowd.stop() }
        let path = sandbox.dataRoot.absolute("resources/pool")
        let shells = 4
        let lines = 500
        let first = Collected<(node: Int, reply: Reply)>()
        let problems = Collected<String>()
        onThreads(shells + 1) { thread in
            guard thread < shells else {
                for answer in Self.askAll(crowd) { first.append(answer) }
                return
            }
            do {
                let program =
                    "i=0; while [ $i -lt \(lines) ]; do echo \"x\(thread)-$i: null\" >> '\(path)'; i=$((i+1)); done"
                let finished = try ChildProcess.run("/bin/sh", ["-c", program], seconds: 300)
                if finished.exit != .code(0) { problems.append("\(finished)") }
            } catch { problems.append("\(error)") }
        }
        #expect(problems.all == [])
        let given = first.all.compactMap(\.reply.givenValue)
        #expect(given.count == Self.count && Set(given).count == Self.count)
        let text = try Files.text(path)
        // The operator's own lines are the first ones, as they were but for their owners.
        let own =
            text.split(separator: "\n", omittingEmptySubsequences: false).prefix {
                !$0.hasPrefix("x")
            }.joined(separator: "\n") + "\n"
        let owners = try #require(Self.file.owners(in: own), "the operator's lines have changed:\n\(text)")
        for (node, reply) in first.all {
            #expect(owners.firstIndex(of: "N\(node)").map(Self.file.entry) == reply.givenValue)
        }
        let appended = text.split(separator: "\n").filter { $0.hasPrefix("x") }
        #expect(appended.count == shells * lines)
        #expect(Set(appended) == Set((0..<shells).flatMap { x in (0..<lines).map { "x\(x)-\($0): null" } }))
    }

    /// Processes die at any moment, in the middle of a write as well.
    @Test(arguments: [1] as [UInt64]) func killingLosesAndDoublesNothing(seed: UInt64) throws {
        let sandbox = try Self.sandbox()
        let crowd = try GatewayCrowd(sandbox, processes: 4, threads: 8)
        defer { crowd.stop() }
        let path = sandbox.dataRoot.absolute("resources/pool")
        let isDone = Atomic<Bool>(false)
        let kills = Atomic<Int>(0)
        let looks = Atomic<Int>(0)
        let first = Collected<(node: Int, reply: Reply)>()
        let problems = Collected<String>()
        onThreads(3) { thread in
            switch thread {
            case 0:
                // The further it gets, the more must have been killed and looked at, however fast it is.
                let answers = Self.askAll(crowd, insisting: true) { node in
                    while problems.all.isEmpty,
                        kills.load(ordering: .relaxed) * Self.count < 8 * (node - 32)
                            || looks.load(ordering: .relaxed) * Self.count < 20 * (node - 32)
                    { usleep(1000) }
                }
                for answer in answers { first.append(answer) }
                isDone.store(true, ordering: .relaxed)
            case 1:
                var random = KillSchedule(seed)
                while !isDone.load(ordering: .relaxed) {
                    usleep(UInt32(random.next() % 150_000))
                    do { try crowd.killAndRestart(Int(random.next() % 4)) } catch {
                        problems.append("\(error)")
                        return
                    }
                    kills.add(1, ordering: .relaxed)
                }
            default:
                var owned: [String?] = Array(repeating: nil, count: Self.count)
                while !isDone.load(ordering: .relaxed) {
                    let text: String
                    do { text = try Files.text(path) } catch { text = "\(error)" }
                    guard let now = Self.file.owners(in: text) else {
                        problems.append("the file does not parse: \(text)")
                        return
                    }
                    // Nobody loses what was once written.
                    if zip(owned, now).contains(where: { $0 != nil && $0 != $1 }) {
                        problems.append("somebody lost an entry: \(text)")
                    }
                    owned = now
                    looks.add(1, ordering: .relaxed)
                    usleep(10_000)
                }
            }
        }
        #expect(problems.all == [])
        let answers = first.all
        let given = answers.compactMap(\.reply.givenValue)
        #expect(
            given.count == Self.count, "\(answers.first { $0.reply.givenValue == nil }.map { "\($0.reply)" } ?? "")")
        #expect(Set(given).count == Self.count)
        let owners = try #require(Self.file.owners(in: try Files.text(path)))
        #expect(owners.allSatisfy { $0 != nil })
        for (node, reply) in answers {
            #expect(owners.firstIndex(of: "N\(node)").map(Self.file.entry) == reply.givenValue)
        }
        for (node, reply) in Self.askAll(crowd, every: 4) {
            #expect(owners.firstIndex(of: "N\(node)").map(Self.file.entry) == reply.givenValue)
        }
    }
}

/// Reproducible moments and victims (xorshift).
struct KillSchedule {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
