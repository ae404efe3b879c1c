import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// Pools that give nothing: what is said, and that nothing else changes.
@Suite struct FilePoolRefusalTests {
    @Test(arguments: [
        ("a: X\nb: Y\n", "the pool 'p' is exhausted: all 2 entries are given out"),
        ("{a: X}\n", "the pool 'p' is exhausted: all 1 entries are given out"),
        ("", "the pool 'p' has no entries"),
        ("# nothing\n", "the pool 'p' has no entries"),
        ("- a\n", "the pool 'p' must be a mapping of entries to owners, it is a list"),
        ("a:\nb: [X]\n", "the pool 'p' is broken: 2:4: the owner of 'b' must be text, it is a list"),
        ("a: &x\nb: *x\n", "the pool 'p' cannot be changed: 1:1: write 'a' on a line of its own, without anchors"),
    ])
    func textIsOfNoUse(text: String, problem: String) throws {
        let sandbox = try PoolSandbox(["p": text])
        #expect(sandbox.pools.refusal("N1", "p") == problem)
        #expect(sandbox.text("resources/p") == text)
        #expect(sandbox.names(in: "resources") == ["p"])
    }

    @Test func duplicateEntryIsNamedWithItsLine() throws {
        let text = "a: X\nb:\na:\n"
        let sandbox = try PoolSandbox(["p": text])
        let problem = sandbox.pools.refusal("N1", "p")
        #expect(problem.hasPrefix("the pool 'p' is broken: 3:1: ") && problem.contains("'a'"), "\(problem)")
        #expect(sandbox.text("resources/p") == text)
    }

    @Test func missing() throws {
        let sandbox = try PoolSandbox()
        #expect(sandbox.pools.refusal("N1", "p") == "there is no pool 'p'")
        try sandbox.link("resources/p", to: "nowhere")
        #expect(sandbox.pools.refusal("N1", "p") == "there is no pool 'p'")
        #expect(sandbox.names(in: "resources") == ["p"])
    }

    @Test func folder() throws {
        let sandbox = try PoolSandbox()
        try sandbox.makeFolder("resources/p")
        #expect(sandbox.pools.refusal("N1", "p") == "the pool 'p' is a folder")
    }

    /// Opening a pipe must not wait for somebody to write into it.
    @Test(.timeLimit(.minutes(5))) func pipe() throws {
        let sandbox = try PoolSandbox()
        try #require(mkfifo(sandbox.absolute("resources/p").string, 0o644) == 0)
        #expect(sandbox.pools.refusal("N1", "p") == "there is no pool 'p'")
    }

    @Test(.enabled(if: geteuid() != 0, "root reads everything")) func unreadable() throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("resources/p", "a:\n", mode: 0)
        #expect(
            sandbox.pools.refusal("N1", "p")
                == "the pool 'p' cannot be read: @/resources/p: Permission denied: user id \(geteuid()) lacks the right to read @/resources/p"
        )
    }

    @Test(.enabled(if: geteuid() != 0, "root writes everywhere")) func folderThatCannotBeWritten() throws {
        let sandbox = try PoolSandbox(["p": "a:\n"])
        try #require(chmod(sandbox.absolute("resources").string, 0o555) == 0)
        #expect(
            sandbox.pools.refusal("N1", "p")
                == "the pool 'p' cannot be written: @/resources/p: Permission denied: user id \(geteuid()) lacks the right to write @/resources"
        )
        try #require(chmod(sandbox.absolute("resources").string, 0o755) == 0)
        #expect(sandbox.text("resources/p") == "a:\n")
    }

    @Test func placeOfTheTemporaryFileIsTaken() throws {
        let sandbox = try PoolSandbox(["p": "a:\n"])
        try sandbox.makeFolder("resources/.p.new")
        #expect(sandbox.pools.refusal("N1", "p") == "the pool 'p' cannot be written: @/resources/p: File exists")
        #expect(sandbox.text("resources/p") == "a:\n")
    }

    /// What has its entry already needs no lock and no rights to write.
    @Test func locksCannotBeMade() throws {
        let sandbox = try PoolSandbox(["p": "a: N1\nb:\n"])
        try sandbox.write(".ztpserver", "a file in the way")
        #expect(try sandbox.pools.give("N1", "p") == ["a"])
        #expect(
            sandbox.pools.refusal("N2", "p") == "the pool 'p' cannot be written: @/.ztpserver/locks: Not a directory")
        #expect(sandbox.text("resources/p") == "a: N1\nb:\n")
    }

    @Test(arguments: [
        "", ".", "..", "../neighbordb", "/etc/passwd", ".p.new", ".hidden", "a\0b", "a//b", "a/", "/", "a/../b", "a/.b",
        ".a/b", "./a",
        String(repeating: "x", count: 256),
    ])
    func noName(text: String) {
        #expect(PoolName(text) == nil)
    }

    @Test(arguments: [
        "p", "mgmt_subnet", "a b", "..a", "a..", "a.b", "é", "p'", "p\"; DROP TABLE p; --", "-r", "*", "a\\b", "a/b",
        "dc1/row 2/mgmt",
    ])
    func name(text: String) {
        // A leading dot is what temporary files have.
        #expect((PoolName(text) != nil) == !text.hasPrefix("."))
    }

    @Test(arguments: ["p q", "é", "-r", "*", "p'", "a\\b", String(repeating: "x", count: 240)])
    func oddNamesWork(name: String) throws {
        let sandbox = try PoolSandbox([name: "a:\n"])
        #expect(try sandbox.pools.give("N1", name) == ["a"])
        #expect(sandbox.text("resources/" + name) == "a: N1\n")
    }
}
