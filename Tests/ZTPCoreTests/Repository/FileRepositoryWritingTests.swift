import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// What happens to a node's files when they are written again.
@Suite struct FileRepositoryWritingTests {
    private let sandbox: PoolSandbox
    private let id: NodeID
    private var repository: FileRepository { sandbox.pools }

    init() throws {
        sandbox = try PoolSandbox()
        id = try #require(NodeID(rawValue: "A"))
        try sandbox.makeFolder("nodes/A")
    }

    private func stamp(_ name: String) throws -> FileStamp {
        try #require(try sandbox.root.stamp(of: sandbox.absolute(name)))
    }

    /// Makes a file as if it were an hour old.
    private func age(_ name: String) throws -> FileStamp {
        var times = [timespec(tv_sec: time(nil) - 3600, tv_nsec: 0), timespec(tv_sec: time(nil) - 3600, tv_nsec: 0)]
        try #require(utimensat(AT_FDCWD, sandbox.absolute(name).string, &times, 0) == 0)
        return try stamp(name)
    }

    @Test func reportIsStored() throws {
        try repository.recordReport(Array("{}".utf8), of: id)
        #expect(sandbox.text("nodes/A/.node") == "{}")
        #expect(sandbox.mode("nodes/A/.node") == 0o754 & ~modeMask())
        #expect(sandbox.names(in: "nodes/A") == [".node"])
    }

    @Test func equalReportOnlyRenewsTheTime() throws {
        try repository.recordReport(Array("{}".utf8), of: id)
        let old = try age("nodes/A/.node")
        try repository.recordReport(Array("{}".utf8), of: id)
        let new = try stamp("nodes/A/.node")
        #expect(new.inode == old.inode)
        #expect(new.size == old.size)
        #expect(new.modified.seconds >= old.modified.seconds + 3590)
    }

    @Test func otherReportReplacesIt() throws {
        try sandbox.write("nodes/A/.node", "{}", mode: 0o640)
        let old = try age("nodes/A/.node")
        try repository.recordReport(Array("[]".utf8), of: id)
        #expect(sandbox.text("nodes/A/.node") == "[]")
        #expect(sandbox.mode("nodes/A/.node") == 0o640)
        #expect(try stamp("nodes/A/.node").inode != old.inode)
        #expect(sandbox.names(in: "nodes/A") == [".node"])
    }

    @Test func startupConfigIsMade() throws {
        #expect(try repository.storeStartupConfig([0x61, 0xFF, 0x0D], of: id))
        #expect(try repository.read(.startupConfig, of: id)?.bytes == [0x61, 0xFF, 0x0D])
        #expect(sandbox.mode("nodes/A/startup-config") == 0o754 & ~modeMask())
        #expect(sandbox.names(in: "nodes/A") == ["startup-config"])
    }

    @Test(arguments: [UInt32(0o600), 0o644, 0o755, 0o777])
    func startupConfigKeepsItsMode(mode: UInt32) throws {
        try sandbox.write("nodes/A/startup-config", "a long old text", mode: mode)
        #expect(try repository.storeStartupConfig(Array("new".utf8), of: id))
        #expect(sandbox.text("nodes/A/startup-config") == "new")
        #expect(sandbox.mode("nodes/A/startup-config") == mode)
    }

    @Test(arguments: ["../../elsewhere/conf", "@ROOT@/elsewhere/conf"])
    func linkStaysOne(target: String) throws {
        let target = target.replacing("@ROOT@", with: sandbox.path.string)
        try sandbox.write("elsewhere/conf", "old", mode: 0o640)
        try sandbox.link("nodes/A/startup-config", to: target)
        #expect(try repository.storeStartupConfig(Array("new".utf8), of: id))
        #expect(sandbox.text("elsewhere/conf") == "new")
        #expect(sandbox.mode("elsewhere/conf") == 0o640)
        var status = stat()
        #expect(lstat(sandbox.absolute("nodes/A/startup-config").string, &status) == 0)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
        #expect(sandbox.names(in: "elsewhere") == ["conf"])
    }

    @Test func danglingLinkGetsItsTarget() throws {
        try sandbox.link("nodes/A/startup-config", to: "../../elsewhere/conf")
        #expect(try repository.storeStartupConfig(Array("new".utf8), of: id))
        #expect(sandbox.text("elsewhere/conf") == "new")
    }

    @Test func linksInACircleAreAnError() throws {
        try sandbox.link("nodes/A/startup-config", to: "other")
        try sandbox.link("nodes/A/other", to: "startup-config")
        let path = sandbox.absolute("nodes/A/startup-config")
        #expect(throws: RepositoryError(.look, path, .tooManySymbolicLinkLevels)) {
            try repository.storeStartupConfig([], of: id)
        }
    }

    @Test func nodeWithoutAFolderStaysWithoutOne() throws {
        let other = try #require(NodeID(rawValue: "B"))
        #expect(try !repository.storeStartupConfig([], of: other))
        try sandbox.write("nodes/B", "")
        #expect(try !repository.storeStartupConfig([], of: other))
        #expect(sandbox.names(in: "nodes") == ["A", "B"])
    }

    @Test func whatACrashLeftIsNoHindrance() throws {
        try sandbox.write("nodes/A/.startup-config.new", "half")
        #expect(try repository.storeStartupConfig(Array("new".utf8), of: id))
        #expect(sandbox.names(in: "nodes/A") == ["startup-config"])
    }

    @Test func readersSeeOldOrNew() async throws {
        let repository = self.repository
        let id = self.id
        let texts = [[UInt8](repeating: 0x61, count: 1 << 16), [UInt8](repeating: 0x62, count: 1 << 15)]
        #expect(try repository.storeStartupConfig(texts[0], of: id))
        let whole = await withTaskGroup(of: Bool.self) { group in
            for writer in 0..<4 {
                group.addTask { (try? repository.storeStartupConfig(texts[writer % 2], of: id)) ?? false }
                group.addTask {
                    for _ in 0..<20 {
                        guard let file = try? repository.read(.startupConfig, of: id), texts.contains(file.bytes) else {
                            return false
                        }
                    }
                    return true
                }
            }
            var isWhole = true
            for await result in group where !result { isWhole = false }
            return isWhole
        }
        #expect(whole)
    }
}
