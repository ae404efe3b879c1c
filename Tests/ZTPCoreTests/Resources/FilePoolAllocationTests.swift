import Testing

@testable import ZTPCore

/// Which entry of a pool's file a node gets.
@Suite struct FilePoolAllocationTests {
    @Test func firstFreeInTheOrderOfTheFile() throws {
        let sandbox = try PoolSandbox(["p": "# lab\n10.0.0.9: X # taken\n\n10.0.0.10:\n10.0.0.2: null # last\n"])
        #expect(try sandbox.pools.give("N1", "p") == ["10.0.0.10"])
        #expect(try sandbox.pools.give("N2", "p") == ["10.0.0.2"])
        #expect(sandbox.text("resources/p") == "# lab\n10.0.0.9: X # taken\n\n10.0.0.10: N1\n10.0.0.2: N2 # last\n")
    }

    @Test(arguments: ["a:\nb: N1\nc:\n", "a:\nb: 'N1' # c\n", "{a: , b: N1}", "a: N2\nb: N1\nc: N1\n"])
    func ownEntryComesFirst(text: String) throws {
        let sandbox = try PoolSandbox(["p": text])
        #expect(try sandbox.pools.give("N1", "p") == ["b"])
        #expect(sandbox.text("resources/p") == text)
    }

    @Test(arguments: ["a: N1\nb:\n", "{a: N1, b: }\n"])
    func ownersAreComparedExactly(text: String) throws {
        for node in ["n1", "N", "N11", "N1 "] {
            let sandbox = try PoolSandbox(["p": text])
            #expect(try sandbox.pools.give(node, "p") == ["b"])
        }
    }

    @Test func answersAreStable() throws {
        let sandbox = try PoolSandbox(["p": "a:\nb:\nc:\n"])
        let first = try (0..<3).map { try sandbox.pools.give("N\($0)", "p") }
        #expect(first == [["a"], ["b"], ["c"]])
        let text = sandbox.text("resources/p")
        for _ in 0..<5 {
            #expect(try (0..<3).map { try sandbox.pools.give("N\($0)", "p") } == first)
        }
        #expect(sandbox.text("resources/p") == text)
    }

    @Test func editByHandBetweenTwoRequestsCounts() throws {
        let sandbox = try PoolSandbox(["p": "a:\nb:\n"])
        #expect(try sandbox.pools.give("N1", "p") == ["a"])
        try sandbox.write("resources/p", "# moved\nb: N1\na: # spare\nc: X\n")
        #expect(try sandbox.pools.give("N1", "p") == ["b"])
        #expect(try sandbox.pools.give("N2", "p") == ["a"])
        #expect(sandbox.text("resources/p") == "# moved\nb: N1\na: N2 # spare\nc: X\n")
    }

    /// An editor that changes nothing but one letter, within the same tick of the clock.
    @Test func editOfTheSameLengthCounts() throws {
        let sandbox = try PoolSandbox(["p": "a: N1\nb: N2\n"])
        for _ in 0..<50 {
            try sandbox.write("resources/p", "a: N1\nb: N2\n")
            #expect(try sandbox.pools.give("N1", "p") == ["a"])
            try sandbox.write("resources/p", "a: N2\nb: N1\n")
            #expect(try sandbox.pools.give("N1", "p") == ["b"])
        }
    }

    @Test(arguments: [
        "001122334455", "yes", "1e3", "a b", "it's", "#x", "-", "null", "~", "0x1F", "é", "None",
    ])
    func everyNodeKeepsItsOwn(node: String) throws {
        let sandbox = try PoolSandbox(["p": "a:\nb:\nc: X\n"])
        let names = (try? sandbox.pools.give(node, "p")) ?? []
        #expect(names == ["a"])
        // Whoever comes next gets something else, and the first one still has what it had.
        #expect(try names != sandbox.pools.give("N2", "p"))
        if !names.isEmpty { #expect(try sandbox.pools.give(node, "p") == names) }
        #expect(try sandbox.pools.entries(of: #require(PoolName("p"))).count == 3)
    }

    @Test func entriesAreTextAsWritten() throws {
        let sandbox = try PoolSandbox(["p": "10.10:\n010:\nyes:\n'0x1F':\n\"x\\u0041\":\n"])
        let given = try (0..<5).map { try sandbox.pools.give("N\($0)", "p") }
        #expect(given == [["10.10"], ["010"], ["yes"], ["0x1F"], ["xA"]])
    }

    @Test func entriesOfTheSameLooksAreDifferent() throws {
        let sandbox = try PoolSandbox(["p": "10.1:\n10.10:\n'10.100':\n"])
        #expect(try sandbox.pools.give("N1", "p") == ["10.1"])
        #expect(try sandbox.pools.give("N2", "p") == ["10.10"])
        #expect(sandbox.text("resources/p") == "10.1: N1\n10.10: N2\n'10.100':\n")
    }

    /// Many threads with one repository each, as many processes have.
    @Test(arguments: [1, 4]) func neverTwice(repositories: Int) async throws {
        let count = 120
        let sandbox = try PoolSandbox(["p": "# c\n" + (0..<count).map { "10.0.0.\($0): # \($0)\n" }.joined()])
        let all = (0..<repositories).map { _ in sandbox.pools }
        let given = try await withThrowingTaskGroup(of: String.self) { group in
            for node in 0..<count {
                group.addTask { try all[node % repositories].give("N\(node)", "p")[0] }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(Set(given).count == count)
        let lines = try #require(sandbox.text("resources/p")).split(separator: "\n")
        #expect(lines.count == count + 1)
        #expect(lines.dropFirst().enumerated().allSatisfy { $1.hasSuffix(" # \($0)") })
    }

    /// Two names for one file.
    @Test func neverTwiceThroughALink() async throws {
        let count = 120
        let sandbox = try PoolSandbox(["p": (0..<count).map { "10.0.0.\($0):\n" }.joined()])
        try sandbox.link("resources/q", to: "p")
        let pools = sandbox.pools
        let given = try await withThrowingTaskGroup(of: String.self) { group in
            for node in 0..<count {
                group.addTask { try pools.give("N\(node)", node.isMultiple(of: 2) ? "p" : "q")[0] }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(Set(given).count == count)
    }
}
