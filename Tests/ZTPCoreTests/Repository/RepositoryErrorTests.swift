import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// What could not be looked at is told apart from what is not there.
@Suite struct RepositoryErrorTests {
    private let sandbox: PoolSandbox
    private let id: NodeID

    init() throws {
        sandbox = try PoolSandbox()
        id = try #require(NodeID(rawValue: "A"))
    }

    @Test(
        arguments: [
            (.look, "/srv/nodes/A cannot be looked at: Input/output error"),
            (.read, "/srv/nodes/A cannot be read: Input/output error"),
            (.list, "/srv/nodes/A cannot be listed: Input/output error"),
            (.write, "/srv/nodes/A cannot be written: Input/output error"),
        ] as [(RepositoryError.Operation, String)])
    func words(operation: RepositoryError.Operation, words: String) {
        #expect(RepositoryError(operation, "/srv/nodes/A", .ioError).description == words)
    }

    @Test func namesTheMissingRight() {
        let missing = MissingRight(.search, "/srv/nodes", user: 33)
        let error = RepositoryError(.look, "/srv/nodes/A", .permissionDenied, missing: missing)
        #expect(
            error.description
                == "/srv/nodes/A cannot be looked at: Permission denied: user id 33 lacks the right to search /srv/nodes"
        )
    }

    /// A loop of links, for root as well as for anybody, is nothing that can be looked at.
    @Test func aNodeThatCannotBeLookedAtIsNoNewOne() throws {
        try sandbox.link("nodes/A", to: "A")
        let path = sandbox.absolute("nodes/A/.node")
        let error = RepositoryError(.look, path, .tooManySymbolicLinkLevels, missing: nil)
        #expect(throws: error) { try sandbox.pools.inventory(of: id, NodeFile.allCases) }
        #expect(throws: RepositoryError.self) { try sandbox.pools.slice(of: .startupConfig, of: id) }
        #expect(throws: RepositoryError.self) { try sandbox.pools.read(.report, of: id) }
        #expect(throws: RepositoryError.self) { try sandbox.pools.program(.configHandler, of: id) }
        #expect(throws: RepositoryError.self) { try sandbox.pools.storeStartupConfig([], of: id) }
        // It is listed: who asks for it is told the reason.
        #expect(try sandbox.pools.nodes() == [id])
    }

    @Test func aFileThatCannotBeLookedAtIsThere() throws {
        try sandbox.makeFolder("nodes/A")
        try sandbox.link("nodes/A/definition", to: "definition")
        let inventory = try #require(try sandbox.pools.inventory(of: id, NodeFile.allCases))
        #expect(inventory.contains(.definition) && inventory.stamp(of: .definition) == nil)
        #expect(throws: RepositoryError(.read, sandbox.absolute("nodes/A/definition"), .tooManySymbolicLinkLevels)) {
            try sandbox.pools.slice(of: .definition, of: id)
        }
    }

    @Test func absence() throws {
        try sandbox.write("nodes/file", "")
        #expect(try sandbox.root.stamp(of: sandbox.absolute("nodes/none")) == nil)
        #expect(try sandbox.root.stamp(of: sandbox.absolute("nodes/file/none")) == nil)
        #expect(try !sandbox.root.exists(sandbox.absolute("nodes/file/none")))
        #expect(try FilePath.names(in: sandbox.absolute("nodes/none")).isEmpty)
    }

    @Test func aPoolOrItsFolderThatCannotBeLookedAt() throws {
        try sandbox.link("resources/p", to: "p")
        #expect(
            sandbox.pools.refusal("A", "p")
                == "the pool 'p' cannot be read: @/resources/p: Too many levels of symbolic links")
        let name = String(repeating: "x", count: 300)
        #expect(throws: RepositoryError(.list, sandbox.absolute(name), .fileNameTooLong)) {
            try FilePath.names(in: sandbox.absolute(name))
        }
    }
}
