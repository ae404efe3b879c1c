import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// What is found in a node's folder.
@Suite struct FileRepositoryReadingTests {
    private let sandbox: PoolSandbox
    private let id: NodeID

    init() throws {
        sandbox = try PoolSandbox()
        id = try #require(NodeID(rawValue: "A"))
    }

    @Test func noFolderHasNoInventory() throws {
        #expect(try sandbox.pools.inventory(of: id, NodeFile.allCases) == nil)
    }

    @Test func emptyFolderHoldsNothing() throws {
        try sandbox.makeFolder("nodes/A")
        let inventory = try #require(try sandbox.pools.inventory(of: id, NodeFile.allCases))
        for file in NodeFile.allCases {
            #expect(!inventory.contains(file))
            #expect(inventory.stamp(of: file) == nil)
        }
    }

    @Test func everythingOfTheNameCounts() throws {
        try sandbox.makeFolder("nodes/A")
        try sandbox.write("nodes/A/definition", "")
        try sandbox.write("elsewhere/pattern", "abc")
        try sandbox.link("nodes/A/pattern", to: "../../elsewhere/pattern")
        try sandbox.link("nodes/A/startup-config", to: "nowhere")
        try sandbox.makeFolder("nodes/A/attributes")
        let inventory = try #require(try sandbox.pools.inventory(of: id, NodeFile.allCases))
        let held: [NodeFile] = [.definition, .pattern, .startupConfig, .attributes]
        for file in NodeFile.allCases { #expect(inventory.contains(file) == held.contains(file), "\(file)") }
        // Only files, links to files included, have stamps.
        #expect(inventory.stamp(of: .definition)?.size == 0)
        #expect(inventory.stamp(of: .pattern)?.size == 3)
        #expect(inventory.stamp(of: .startupConfig) == nil)
        #expect(inventory.stamp(of: .attributes) == nil)
    }

    @Test func onlyWhatIsAskedForIsLookedFor() throws {
        try sandbox.makeFolder("nodes/A")
        try sandbox.write("nodes/A/definition", "")
        try sandbox.write("nodes/A/pattern", "")
        let inventory = try #require(try sandbox.pools.inventory(of: id, [.pattern]))
        #expect(inventory.contains(.pattern))
        #expect(!inventory.contains(.definition))
        #expect(try sandbox.pools.inventory(of: id, []) != nil)
    }

    @Test func filesAreRead() throws {
        try sandbox.makeFolder("nodes/A")
        #expect(try sandbox.pools.read(.definition, of: id) == nil)
        #expect(try sandbox.pools.slice(of: .definition, of: id) == nil)
        #expect(try sandbox.pools.program(.configHandler, of: id) == nil)
        try sandbox.write("nodes/A/definition", [0x61, 0xFF])
        try sandbox.write("nodes/A/config-handler", "")
        let path = sandbox.absolute("nodes/A/definition")
        let stamp = try #require(try sandbox.root.stamp(of: path))
        #expect(try sandbox.pools.read(.definition, of: id) == StoredFile(bytes: [0x61, 0xFF], stamp: stamp))
        let slice = FileSlice(path: path, offset: 0, length: 2, stamp: stamp)
        #expect(try sandbox.pools.slice(of: .definition, of: id) == slice)
        #expect(try sandbox.pools.program(.configHandler, of: id) == sandbox.absolute("nodes/A/config-handler"))
    }

    @Test func largeFilesAreReadWhole() throws {
        try sandbox.makeFolder("nodes/A")
        for size in [4095, 4096, 4097, 300_000] {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
            try sandbox.write("nodes/A/definition", bytes)
            #expect(try sandbox.pools.read(.definition, of: id)?.bytes == bytes)
        }
    }

    @Test func whatIsNoFileIsNotRead() throws {
        try sandbox.makeFolder("nodes/A")
        try sandbox.makeFolder("nodes/A/definition")
        try sandbox.link("nodes/A/pattern", to: "nowhere")
        try #require(mkfifo(sandbox.absolute("nodes/A/attributes").string, 0o644) == 0)
        for file in [NodeFile.definition, .pattern, .attributes] {
            #expect(try sandbox.pools.read(file, of: id) == nil)
            #expect(try sandbox.pools.slice(of: file, of: id) == nil)
            #expect(try sandbox.pools.program(file, of: id) == nil)
        }
    }

    @Test func errorsNameTheFile() {
        let path: FilePath = "/srv/nodes/A/definition"
        let unreadable = RepositoryError.unreadable(path, .permissionDenied)
        #expect(unreadable.description == "/srv/nodes/A/definition cannot be read: Permission denied")
        let unwritable = RepositoryError.unwritable(path, .noSpace)
        #expect(unwritable.description == "/srv/nodes/A/definition cannot be written: No space left on device")
    }
}
