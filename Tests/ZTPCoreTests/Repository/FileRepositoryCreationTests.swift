import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// How a node's folder comes to be.
@Suite struct FileRepositoryCreationTests {
    private func id(_ name: String) throws -> NodeID { try #require(NodeID(rawValue: name)) }

    @Test func folderHasItsFiles() throws {
        let sandbox = try PoolSandbox()
        let files: [NodeFile: [UInt8]] = [.definition: [0x61, 0xFF], .pattern: [], .report: [0x7B, 0x7D]]
        #expect(try sandbox.pools.create(id("A"), holding: files))
        #expect(sandbox.names(in: "nodes") == ["A"])
        #expect(sandbox.names(in: "nodes/A") == [".node", "definition", "pattern"])
        let stored = try sandbox.pools.read(.definition, of: id("A"))
        #expect(stored?.bytes == [0x61, 0xFF])
        #expect(sandbox.text("nodes/A/pattern") == "")
        // Nothing is left where it was put together.
        #expect(sandbox.names(in: ".ztpserver/staging").isEmpty)
    }

    @Test func modesAreThoseOfTheProtocol() throws {
        let sandbox = try PoolSandbox()
        #expect(try sandbox.pools.create(id("A"), holding: [.definition: [], .configHandler: []]))
        let mask = modeMask()
        #expect(sandbox.mode("nodes/A") == 0o774 & ~mask)
        #expect(sandbox.mode("nodes/A/definition") == 0o754 & ~mask)
        #expect(sandbox.mode("nodes/A/config-handler") == 0o754 & ~mask)
    }

    @Test func folderThatIsThereStays() throws {
        let sandbox = try PoolSandbox()
        try sandbox.makeFolder("nodes/A")
        try sandbox.write("nodes/A/pattern", "old")
        #expect(try !sandbox.pools.create(id("A"), holding: [.definition: [], .pattern: []]))
        #expect(sandbox.names(in: "nodes/A") == ["pattern"])
        #expect(sandbox.text("nodes/A/pattern") == "old")
    }

    @Test func linkIsAFolderToo() throws {
        let sandbox = try PoolSandbox()
        try sandbox.link("nodes/A", to: "nowhere")
        #expect(try !sandbox.pools.create(id("A"), holding: [.definition: []]))
        #expect(sandbox.names(in: "nodes") == ["A"])
    }

    @Test func nodesFolderIsMade() throws {
        let sandbox = try PoolSandbox()
        try #require(rmdir(sandbox.absolute("nodes").string) == 0)
        #expect(try sandbox.pools.create(id("A"), holding: [.definition: []]))
        #expect(sandbox.names(in: "nodes/A") == ["definition"])
        #expect(sandbox.mode("nodes") == 0o774 & ~modeMask())
    }

    @Test func oddNamesWork() throws {
        let sandbox = try PoolSandbox()
        for name in ["00:1c:73", "a b", ".hidden", "é", "-r", String(repeating: "A", count: 255)] {
            #expect(try sandbox.pools.create(id(name), holding: [.definition: []]), "\(name)")
            #expect(sandbox.exists("nodes/\(name)/definition"), "\(name)")
        }
    }

    @Test func oneOfManyWins() async throws {
        let sandbox = try PoolSandbox()
        let id = try self.id("A")
        for repositories in [[sandbox.pools], [sandbox.pools, sandbox.pools]] {
            _ = unlink(sandbox.absolute("nodes/A/definition").string)
            _ = unlink(sandbox.absolute("nodes/A/pattern").string)
            _ = rmdir(sandbox.absolute("nodes/A").string)
            let winners = await withTaskGroup(of: UInt8?.self) { group in
                for number in 0..<UInt8(24) {
                    let repository = repositories[Int(number) % repositories.count]
                    group.addTask {
                        let files: [NodeFile: [UInt8]] = [.definition: [number], .pattern: [number]]
                        let isMade = (try? repository.create(id, holding: files)) ?? false
                        return isMade ? number : nil
                    }
                }
                var winners: [UInt8] = []
                for await winner in group {
                    if let winner { winners.append(winner) }
                }
                return winners
            }
            #expect(winners.count == 1)
            // All files are of the one that won.
            #expect(try sandbox.pools.read(.definition, of: id)?.bytes == winners)
            #expect(try sandbox.pools.read(.pattern, of: id)?.bytes == winners)
        }
        #expect(sandbox.names(in: ".ztpserver/staging").isEmpty)
    }

    @Test func failureLeavesNothing() throws {
        let sandbox = try PoolSandbox()
        // Where it would be put together, there is a file.
        try sandbox.makeFolder(".ztpserver")
        try sandbox.write(".ztpserver/staging", "")
        let folder = sandbox.absolute(".ztpserver/staging/\(getpid())-1")
        #expect(throws: RepositoryError.unwritable(folder, .notDirectory)) {
            try sandbox.pools.create(id("A"), holding: [.definition: []])
        }
        #expect(sandbox.names(in: "nodes").isEmpty)
    }

    @Test func abandonedStagingsGo() throws {
        let sandbox = try PoolSandbox()
        let folders = [
            ".ztpserver", ".ztpserver/staging", ".ztpserver/staging/1-1", ".ztpserver/staging/1-2",
            "nodes/.staging\\1-1",
            "nodes/.staging\\1-2", "nodes/A", "nodes/.hidden",
        ]
        for folder in folders { try sandbox.makeFolder(folder) }
        let old = [
            ".ztpserver/staging/1-1", "nodes/.staging\\1-1", "nodes/A", "nodes/.hidden",
        ]
        for folder in old {
            try sandbox.write(folder + "/definition", "")
            var times = [
                timespec(tv_sec: time(nil) - 7200, tv_nsec: 0), timespec(tv_sec: time(nil) - 7200, tv_nsec: 0),
            ]
            try #require(utimensat(AT_FDCWD, sandbox.absolute(folder).string, &times, 0) == 0)
        }
        try sandbox.pools.removeAbandonedStagings()
        #expect(sandbox.names(in: ".ztpserver/staging") == ["1-2"])
        #expect(sandbox.names(in: "nodes") == [".hidden", ".staging\\1-2", "A"])
        #expect(sandbox.exists("nodes/A/definition"))
        #expect(sandbox.exists("nodes/.hidden/definition"))
    }
}
