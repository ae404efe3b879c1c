import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// Freeing entries, listing pools.
@Suite struct FilePoolReleaseTests {
    @Test(arguments: [
        ("a: X # c\nb: Y\nc:\n", "a: null # c\nb: null\nc:\n", ["a", "b"]),
        ("a: 'X'\r\nb: \"Y\" # y\r\n", "a: null\r\nb: null # y\r\n", ["a", "b"]),
        ("a: null\nb: ~\nc: ''\nd: None\n", "a: null\nb: ~\nc: ''\nd: None\n", []),
        ("a: 'null'\n", "a: null\n", ["a"]),
        ("{a: X, b: , c: Y} # c\n", "{a: null, b: , c: null} # c\n", ["a", "c"]),
        ("é: X # c\nb: Y\n", "é: null # c\nb: null\n", ["é", "b"]),
        ("'it''s': X\nb: 'it''s'\nc: Z\n", "'it''s': null\nb: null\nc: null\n", ["it's", "b", "c"]),
        ("---\na: X\nb: Y\n", "---\na: null\nb: null\n", ["a", "b"]),
    ])
    func everything(before: String, after: String, freed: [String]) throws {
        let sandbox = try PoolSandbox(["p": before])
        let name = try #require(PoolName("p"))
        let released = try sandbox.pools.release(from: name) { _ in true }
        #expect(released.map(\.name) == freed)
        #expect(released.allSatisfy { $0.owner != nil })
        #expect(sandbox.text("resources/p") == after)
        #expect(try sandbox.pools.release(from: name) { _ in true }.isEmpty)
        #expect(sandbox.text("resources/p") == after)
    }

    @Test func selection() throws {
        let sandbox = try PoolSandbox(["p": "a: X\nb: Y\nc: X # c\nd:\n"])
        let name = try #require(PoolName("p"))
        var asked: [String] = []
        let freed = try sandbox.pools.release(from: name) { entry in
            asked.append(entry.name)
            return entry.owner == "X"
        }
        #expect(freed == [PoolEntry(name: "a", owner: "X"), PoolEntry(name: "c", owner: "X")])
        #expect(asked == ["a", "b", "c"])
        #expect(sandbox.text("resources/p") == "a: null\nb: Y\nc: null # c\nd:\n")
    }

    @Test func nothingToFreeWritesNothing() throws {
        let sandbox = try PoolSandbox(["p": "a: X\n"])
        let stamp = try sandbox.root.stamp(of: sandbox.absolute("resources/p"))
        #expect(try sandbox.pools.release(from: #require(PoolName("p"))) { _ in false }.isEmpty)
        #expect(try sandbox.root.stamp(of: sandbox.absolute("resources/p")) == stamp)
    }

    @Test(arguments: [
        ("missing", "there is no pool 'missing'"), ("folder", "the pool 'folder' is a folder"),
        ("empty", "the pool 'empty' has no entries"),
        ("list", "the pool 'list' must be a mapping of entries to owners, it is a list"),
        ("anchor", "the pool 'anchor' cannot be changed: 2:1: write 'b' on a line of its own, without anchors"),
    ])
    func refused(name: String, problem: String) throws {
        let anchor = "a: &x X\nb: *x\n"
        let sandbox = try PoolSandbox(["empty": "", "list": "- a\n", "anchor": anchor])
        try sandbox.makeFolder("resources/folder")
        do {
            _ = try sandbox.pools.release(from: #require(PoolName(name))) { _ in true }
            Issue.record("it was freed")
        } catch {
            #expect("\(error)" == problem)
        }
        #expect(sandbox.text("resources/anchor") == anchor)
    }

    @Test func freedEntriesAreGivenAgain() throws {
        let sandbox = try PoolSandbox(["p": "a: X\nb: Y\n"])
        #expect(sandbox.pools.refusal("N1", "p").contains("exhausted"))
        _ = try sandbox.pools.release(from: #require(PoolName("p"))) { $0.name == "b" }
        #expect(try sandbox.pools.give("N1", "p") == ["b"])
        #expect(sandbox.text("resources/p") == "a: X\nb: N1\n")
    }

    @Test func listOfPools() throws {
        let sandbox = try PoolSandbox(["q": "a:\n", "p": "a:\n", ".q.new": "", "P": "a:\n"])
        #expect(try sandbox.pools.pools().map(\.rawValue) == ["P", "p", "q"])
        #expect(
            try sandbox.pools.entries(of: #require(PoolName("q"))) == [PoolEntry(name: "a", owner: nil)])
    }

    @Test func noFolderOfPools() throws {
        let sandbox = try PoolSandbox()
        try #require(rmdir(sandbox.absolute("resources").string) == 0)
        #expect(try sandbox.pools.pools().isEmpty)
        #expect(sandbox.pools.refusal("N1", "p") == "there is no pool 'p'")
    }
}
