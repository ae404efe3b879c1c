import Testing

@testable import ZTPCore

/// Pools in folders of resources/.
@Suite struct FilePoolFolderTests {
    private static func sandbox() throws -> PoolSandbox {
        let sandbox = try PoolSandbox(["mgmt": "a:\n"])
        for folder in ["dc1", "dc1/row2", "empty", ".hidden"] { try sandbox.makeFolder("resources/" + folder) }
        try sandbox.write("resources/dc1/mgmt", "b: # one\nc:\n")
        try sandbox.write("resources/dc1/row2/mgmt", "d:\n")
        try sandbox.write("resources/.hidden/mgmt", "e:\n")
        return sandbox
    }

    @Test func giveAndRelease() throws {
        let sandbox = try Self.sandbox()
        #expect(try sandbox.pools.give("N1", "dc1/mgmt", "mgmt", "dc1/row2/mgmt") == ["b", "a", "d"])
        #expect(sandbox.text("resources/dc1/mgmt") == "b: N1 # one\nc:\n")
        #expect(sandbox.names(in: "resources/dc1") == ["mgmt", "row2"])
        let pools = try sandbox.pools.pools()
        #expect(pools.map(\.rawValue) == ["dc1/mgmt", "dc1/row2/mgmt", "mgmt"])
        for pool in pools {
            #expect(try sandbox.pools.release(from: pool) { $0.owner == "N1" }.count == 1)
        }
        #expect(sandbox.text("resources/dc1/mgmt") == "b: null # one\nc:\n")
    }

    @Test func folderIsNoPool() throws {
        let sandbox = try Self.sandbox()
        #expect(sandbox.pools.refusal("N1", "dc1") == "the pool 'dc1' is a folder")
        #expect(sandbox.pools.refusal("N1", "dc2/mgmt") == "there is no pool 'dc2/mgmt'")
        #expect(sandbox.pools.refusal("N1", "mgmt/x") == "there is no pool 'mgmt/x'")
    }

    /// A link that leads back does not make endless names.
    @Test func linksAreFollowedOnce() throws {
        let sandbox = try Self.sandbox()
        try sandbox.link("resources/dc1/back", to: "..")
        try sandbox.link("resources/dc2", to: "dc1/row2")
        #expect(
            try sandbox.pools.pools().map(\.rawValue) == ["dc1/mgmt", "dc1/row2/mgmt", "dc2/mgmt", "mgmt"])
    }

    /// Two names of one file take one lock.
    @Test func neverTwiceThroughALinkedFolder() async throws {
        let sandbox = try Self.sandbox()
        try sandbox.link("resources/dc2", to: "dc1")
        try sandbox.write("resources/dc1/mgmt", (0..<60).map { "e\($0):\n" }.joined())
        let given = try await withThrowingTaskGroup(of: [String].self) { group in
            for folder in ["dc1", "dc2"] {
                let pools = sandbox.pools
                group.addTask { try (0..<30).flatMap { try pools.give("\(folder)-\($0)", "\(folder)/mgmt") } }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(given).count == 60)
    }
}
