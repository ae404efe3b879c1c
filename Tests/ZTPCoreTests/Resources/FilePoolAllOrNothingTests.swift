import Testing

@testable import ZTPCore

/// Several pools of one request: all of them give, or none is touched.
@Suite struct FilePoolAllOrNothingTests {
    private struct Stop: Error {}

    @Test func allGive() throws {
        let sandbox = try PoolSandbox(["p": "a:\n", "q": "b: X\nc:\n", "r": "{d: }"])
        #expect(try sandbox.pools.give("N1", "r", "p", "q") == ["d", "a", "c"])
        #expect(sandbox.text("resources/p") == "a: N1\n")
        #expect(sandbox.text("resources/q") == "b: X\nc: N1\n")
        #expect(sandbox.text("resources/r") == "{d: N1 }")
    }

    @Test func onePoolTwice() throws {
        let sandbox = try PoolSandbox(["p": "a:\nb:\n", "q": "c:\n"])
        #expect(try sandbox.pools.give("N1", "p", "q", "p") == ["a", "c", "a"])
        #expect(sandbox.text("resources/p") == "a: N1\nb:\n")
    }

    @Test func whatTheNodeHasAlreadyIsCompleted() throws {
        let sandbox = try PoolSandbox(["p": "a:\nb: N1\n", "q": "c:\n"])
        #expect(try sandbox.pools.give("N1", "p", "q") == ["b", "c"])
        #expect(sandbox.text("resources/p") == "a:\nb: N1\n")
        #expect(sandbox.text("resources/q") == "c: N1\n")
    }

    /// The second of two pools gives nothing.
    @Test(
        arguments: [
            ("exhausted", "b: X\n", "the pool 'q' is exhausted: all 1 entries are given out"),
            ("empty", "", "the pool 'q' has no entries"), ("missing", nil, "there is no pool 'q'"),
            ("a list", "- b\n", "the pool 'q' must be a mapping of entries to owners, it is a list"),
            (
                "not editable", "b: &x\nc: *x\n",
                "the pool 'q' cannot be changed: 1:1: write 'b' on a line of its own, without anchors"
            ),
        ] as [(String, String?, String)])
    func secondRefuses(kind: String, text: String?, problem: String) throws {
        let first = "# c\r\na:   # free\n"
        let sandbox = try PoolSandbox(["p": first])
        if let text { try sandbox.write("resources/q", text) }
        let inode = try sandbox.root.stamp(of: sandbox.absolute("resources/p"))
        #expect(sandbox.pools.refusal("N1", "p", "q") == problem)
        #expect(sandbox.pools.refusal("N1", "q", "p") == problem)
        #expect(sandbox.text("resources/p") == first)
        // It was not even written and written back.
        #expect(try sandbox.root.stamp(of: sandbox.absolute("resources/p")) == inode)
        #expect(sandbox.text("resources/q") == text)
    }

    /// The first is written when the second turns out not to be writable.
    @Test func secondCannotBeWritten() throws {
        let first = "# c\na:   # free\r\n\nb: 'X'"
        let sandbox = try PoolSandbox(["p": first, "q": "c:\n"])
        try sandbox.makeFolder("resources/.q.new")
        #expect(sandbox.pools.refusal("N1", "p", "q") == "the pool 'q' cannot be written: @/resources/q: File exists")
        #expect(sandbox.text("resources/p") == first)
        #expect(sandbox.text("resources/q") == "c:\n")
    }

    @Test(arguments: ["a: # free\n", "a:\r\nb: X", "{a: ~, b: 'X'} # flow", "'a':    None   # quoted\n"])
    func commitThatThrowsTakesEverythingBack(first: String) throws {
        let sandbox = try PoolSandbox(["p": first, "q": "c: ''\n"])
        var seen: [String?] = []
        #expect(throws: Stop.self) {
            try sandbox.pools.give("N1", "p", "q") {
                seen = [sandbox.text("resources/p"), sandbox.text("resources/q")]
                throw Stop()
            }
        }
        // At the time of the commit everything stands in the files.
        #expect(seen.count == 2 && seen.allSatisfy { $0?.contains("N1") == true })
        #expect(sandbox.text("resources/p") == first)
        #expect(sandbox.text("resources/q") == "c: ''\n")
        #expect(try sandbox.pools.give("N2", "p", "q") == ["a", "c"])
    }

    /// Somebody edits a pool between the writing and the taking back: the edit stays, the entry becomes free.
    @Test(arguments: ["# edited\na: N1\nb: X\n", "{a: N1, b: X}\n"])
    func takingBackKeepsAnEdit(edited: String) throws {
        let sandbox = try PoolSandbox(["p": "a:\nb:\n"])
        #expect(throws: Stop.self) {
            try sandbox.pools.give("N1", "p") {
                try sandbox.write("resources/p", edited)
                throw Stop()
            }
        }
        #expect(sandbox.text("resources/p") == edited.replacing("N1", with: "null"))
    }

    /// A node that had its entry before keeps it, whatever happens to the rest.
    @Test func takingBackLeavesWhatWasThere() throws {
        let sandbox = try PoolSandbox(["p": "a: N1\nb:\n", "q": "c:\n"])
        #expect(throws: Stop.self) { try sandbox.pools.give("N1", "p", "q") { throw Stop() } }
        #expect(sandbox.text("resources/p") == "a: N1\nb:\n")
        #expect(sandbox.text("resources/q") == "c:\n")
        try sandbox.write("resources/q", "c: N1\n")
        #expect(throws: Stop.self) { try sandbox.pools.give("N1", "p", "q") { throw Stop() } }
        #expect(sandbox.text("resources/p") == "a: N1\nb:\n")
        #expect(sandbox.text("resources/q") == "c: N1\n")
    }

    @Test func commitIsCalledOnce() throws {
        let sandbox = try PoolSandbox(["p": "a:\n"])
        for _ in 0..<2 {
            var calls = 0
            #expect(try sandbox.pools.give("N1", "p") { calls += 1 } == ["a"])
            #expect(calls == 1)
        }
    }

    /// Two requests that name the same pools in another order must not wait for each other for ever.
    @Test(.timeLimit(.minutes(5))) func orderOfThePoolsDoesNotMatter() async throws {
        let count = 60
        let text = (0..<count).map { "e\($0):\n" }.joined()
        let sandbox = try PoolSandbox(["p": text, "q": text, "r": text])
        let pools = sandbox.pools
        let orders = [["p", "q", "r"], ["r", "q", "p"], ["q", "p", "r"]]
        let given = try await withThrowingTaskGroup(of: [String].self) { group in
            for node in 0..<count {
                let names = orders[node % 3]
                group.addTask { try pools.give("N\(node)", names[0], names[1], names[2]) }
            }
            return try await group.reduce(into: [[String]]()) { $0.append($1) }
        }
        #expect(given.count == count)
        for name in ["p", "q", "r"] {
            let entries = try pools.entries(of: #require(PoolName(name)))
            #expect(Set(entries.compactMap(\.owner)).count == count)
        }
    }
}
