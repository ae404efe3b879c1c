import Testing

@testable import ZTPCore

/// What lies around in the folders of a data_root is no fault, and is in no list.
@Suite struct LeftoverTests {
    /// Nothing that any rule would let pass.
    private static let broken = "x: [\u{0}"

    @Test(arguments: [
        "~", ".orig", ".bak", ".rpmnew", ".rpmsave", ".dpkg-old", ".dpkg-dist", ".dpkg-new", ".swp",
    ])
    func copiesAreNoFault(ending: String) throws {
        let bench = try ValidationBench()
        for folder in ["definitions", "resources", "plugins", "actions", "config-handlers", "files", "bootstrap"] {
            try bench.sandbox.write("\(folder)/leaf\(ending)", Self.broken)
        }
        try bench.sandbox.write("neighbordb\(ending)", Self.broken)
        try bench.sandbox.makeFolder("nodes/A\(ending)")
        #expect(try bench.lines() == [])
    }

    @Test(arguments: ["#leaf#", ".#leaf", ".leaf.swp", "README", "README.md", "lost+found"])
    func otherNamesAreNoFault(name: String) throws {
        let bench = try ValidationBench()
        for folder in ["definitions", "resources", "plugins", "actions", "config-handlers", "files", "nodes"] {
            try bench.sandbox.write("\(folder)/\(name)", Self.broken)
        }
        #expect(try bench.lines() == [])
    }

    @Test func foldersAreNoFault() throws {
        let bench = try ValidationBench()
        for folder in ["definitions", "resources", "plugins", "config-handlers", "files", "nodes"] {
            try bench.sandbox.makeFolder("\(folder)/lost+found")
        }
        #expect(try bench.lines() == [])
    }

    @Test func areInNoList() throws {
        let bench = try ValidationBench()
        try bench.addNode()
        for name in ["README", "free~", "free.orig"] { try bench.sandbox.write("resources/\(name)", Self.broken) }
        for name in ["lost+found", "A.bak"] { try bench.sandbox.makeFolder("nodes/\(name)") }
        #expect(try bench.sandbox.pools.pools().map(\.rawValue) == ["free"])
        #expect(try bench.sandbox.pools.nodes().map(\.rawValue) == ["A"])
    }

    /// What is asked for by its name is meant.
    @Test func areFoundByName() throws {
        let bench = try ValidationBench()
        try bench.sandbox.write("resources/free.bak", "10.0.0.1:\n")
        let pool = try #require(PoolName("free.bak"))
        #expect(try bench.sandbox.pools.entries(of: pool) == [PoolEntry(name: "10.0.0.1", owner: nil)])
        try bench.sandbox.write("definitions/leaf.bak", "actions:\n- action: nope\n")
        let text = "patterns:\n- {name: leaf, definition: leaf.bak, node: A}\n"
        #expect(
            try bench.lines("neighbordb", text) == ["definitions/leaf.bak:2:11: error: there is no actions/nope"])
    }

    /// A neighbordb without content says as much as none, to the server and to `-V`.
    @Test(arguments: ["", "# nothing yet\n", "\n\n", "---\n# nothing yet\n", "null\n", "\u{FEFF}# nothing\n"])
    func emptyNeighbordb(text: String) throws {
        let bench = try ValidationBench()
        #expect(
            try bench.lines("neighbordb", text) == [
                "neighbordb: warning: neighbordb is empty, so new switches are refused"
            ])
        let recognition = Recognition(
            files: OperatorFiles(root: bench.sandbox.root, neighbordbName: "neighbordb"), identifier: .serialNumber)
        #expect(throws: Refusal.neighbordbEmpty(bench.sandbox.absolute("neighbordb"))) { try recognition.neighbordb() }
    }
}
