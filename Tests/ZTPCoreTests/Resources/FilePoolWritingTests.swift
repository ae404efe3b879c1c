import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// How a pool's file is replaced.
@Suite struct FilePoolWritingTests {
    /// Also those bits that a new file would not get.
    @Test(arguments: [0o600, 0o644, 0o664, 0o666, 0o640, 0o444, 0o755] as [UInt32])
    func modeIsKept(mode: UInt32) throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("resources/p", "a:\n", mode: mode)
        #expect(try sandbox.pools.give("N1", "p") == ["a"])
        #expect(sandbox.mode("resources/p") == mode)
        #expect(sandbox.text("resources/p") == "a: N1\n")
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give files away")) func ownerIsKept() throws {
        let sandbox = try PoolSandbox(["p": "a:\n"])
        let path = sandbox.absolute("resources/p").string
        try #require(chown(path, 12345, 54321) == 0)
        #expect(try sandbox.pools.give("N1", "p") == ["a"])
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_uid == 12345 && status.st_gid == 54321)
    }

    @Test(arguments: ["../elsewhere/target", "absolute", "chain"])
    func linkStaysOneAndItsTargetIsRewritten(kind: String) throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("elsewhere/target", "a: # c\n", mode: 0o640)
        try sandbox.link("elsewhere/middle", to: "target")
        let target =
            switch kind {
            case "absolute": sandbox.absolute("elsewhere/target").string
            case "chain": "../elsewhere/middle"
            default: kind
            }
        try sandbox.link("resources/p", to: target)
        #expect(try sandbox.pools.give("N1", "p") == ["a"])
        #expect(sandbox.text("elsewhere/target") == "a: N1 # c\n")
        #expect(sandbox.mode("elsewhere/target") == 0o640)
        var status = stat()
        for name in ["resources/p", "elsewhere/middle"] {
            #expect(lstat(sandbox.absolute(name).string, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        }
        #expect(sandbox.names(in: "elsewhere") == ["middle", "target"])
        #expect(sandbox.names(in: "resources") == ["p"])
    }

    /// What a killed process left behind is neither in the way nor a pool.
    @Test func leftoverTemporaryFile() throws {
        let sandbox = try PoolSandbox(["p": "a:\n", ".p.new": "a: SOMEBODY\nhalf a li"])
        #expect(try sandbox.pools.pools().map(\.rawValue) == ["p"])
        #expect(try sandbox.pools.give("N1", "p") == ["a"])
        #expect(sandbox.text("resources/p") == "a: N1\n")
        #expect(sandbox.names(in: "resources") == ["p"])
    }

    @Test func temporaryFileIsNotWrittenThroughALink() throws {
        let sandbox = try PoolSandbox(["p": "a:\n"])
        try sandbox.write("elsewhere/victim", "untouched")
        try sandbox.link("resources/.p.new", to: "../elsewhere/victim")
        #expect(try sandbox.pools.give("N1", "p") == ["a"])
        #expect(sandbox.text("elsewhere/victim") == "untouched")
        #expect(sandbox.text("resources/p") == "a: N1\n")
    }

    @Test func resourcesMayBeALink() throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("elsewhere/p", "a:\n")
        try #require(rmdir(sandbox.absolute("resources").string) == 0)
        try sandbox.link("resources", to: "elsewhere")
        #expect(try sandbox.pools.give("N1", "p") == ["a"])
        #expect(sandbox.text("elsewhere/p") == "a: N1\n")
    }

    /// Locks and earlier versions are in our own folder, and nothing of ours is in resources/.
    @Test func nothingIsLeftBehind() throws {
        let sandbox = try PoolSandbox(["p": "a:\nb:\n", "q": "c:\n"])
        _ = try sandbox.pools.give("N1", "p", "q")
        _ = try sandbox.pools.release(from: #require(PoolName("p"))) { _ in true }
        #expect(sandbox.names(in: "resources") == ["p", "q"])
        #expect(sandbox.names(in: ".ztpserver") == ["displaced", "locks"])
        #expect(sandbox.names(in: "nodes") == [])
    }

    @Test func readersNeverSeeHalfAFile() async throws {
        let count = 100
        let sandbox = try PoolSandbox(["p": (0..<count).map { "entry-\($0): # comment \($0)\n" }.joined()])
        let pools = sandbox.pools
        let name = try #require(PoolName("p"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for node in 0..<count { _ = try pools.give("N\(node)", "p") } }
            group.addTask {
                var used = 0
                while used < count {
                    let entries = try pools.entries(of: name)
                    #expect(entries.count == count)
                    let now = entries.count { $0.owner != nil }
                    #expect(now >= used)
                    used = now
                }
            }
            try await group.waitForAll()
        }
    }
}
