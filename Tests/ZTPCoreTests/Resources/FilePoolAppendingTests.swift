import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// What other programs write to a pool while entries are given out.
@Suite struct FilePoolAppendingTests {
    private static func open(_ sandbox: PoolSandbox, _ name: String = "resources/p") throws -> FileDescriptor {
        try FileDescriptor.open(sandbox.absolute(name), .writeOnly, options: [.append, .closeOnExec])
    }

    /// The earlier versions that are kept.
    private static func kept(_ sandbox: PoolSandbox) -> [String] {
        (sandbox.names(in: ".ztpserver/displaced") + sandbox.names(in: "resources")).filter { $0.hasPrefix(".ztps-") }
    }

    @Test func whoHasItOpenForWritingIsKnown() throws {
        let sandbox = try PoolSandbox(["p": "a:\n"])
        let reader = try FileDescriptor.open(sandbox.absolute("resources/p"), .readOnly, options: .closeOnExec)
        defer { try? reader.close() }
        #expect(reader.writers == .none)
        let writer = try Self.open(sandbox)
        #expect(reader.writers == .some)
        try writer.close()
        #expect(reader.writers == .none)
    }

    /// A program that had the file open before an entry was given out, and writes long after that.
    @Test func whatComesLaterIsThereTheNextTime() throws {
        let sandbox = try PoolSandbox(["p": "a:\nb:\n"])
        let writer = try Self.open(sandbox)
        #expect(try sandbox.pools.give("N1", "p") == ["a"])
        try writer.writeAll("c: # late\n".utf8)
        #expect(sandbox.text("resources/p") == "a: N1\nb:\n")
        #expect(try sandbox.pools.give("N2", "p") == ["b"])
        #expect(sandbox.text("resources/p") == "a: N1\nb: N2\nc: # late\n")
        // Half a line is none.
        try writer.writeAll("d:\ne".utf8)
        #expect(try sandbox.pools.give("N3", "p") == ["c"])
        #expect(sandbox.text("resources/p") == "a: N1\nb: N2\nc: N3 # late\nd:\n")
        try writer.writeAll(":\n".utf8)
        try writer.close()
        #expect(try sandbox.pools.give("N4", "p") == ["d"])
        #expect(try sandbox.pools.give("N5", "p") == ["e"])
        #expect(sandbox.text("resources/p") == "a: N1\nb: N2\nc: N3 # late\nd: N4\ne: N5\n")
    }

    /// One that writes and ends in the next moment is waited for.
    @Test func whatComesAtOnceIsThereAtOnce() async throws {
        let sandbox = try PoolSandbox(["p": "a:\nb:\n"])
        for round in 0..<20 {
            let writer = try Self.open(sandbox)
            async let given = sandbox.pools.give("N\(round)", "p")
            usleep(UInt32(round) * 700)
            try writer.writeAll("x\(round): null\n".utf8)
            try writer.close()
            _ = try await given
        }
        let entries = try sandbox.pools.entries(of: #require(PoolName("p")))
        #expect(Set(entries.map(\.name)) == Set(["a", "b"] + (0..<20).map { "x\($0)" }))
        #expect(Set(entries.compactMap(\.owner)).count == 20)
    }

    @Test func releaseTakesOverAsWell() throws {
        let sandbox = try PoolSandbox(["p": "a: N1\nb: N2\n"])
        let name = try #require(PoolName("p"))
        let writer = try Self.open(sandbox)
        #expect(try sandbox.pools.release(from: name) { $0.name == "a" }.count == 1)
        try writer.writeAll("c: N3\n".utf8)
        try writer.close()
        #expect(try sandbox.pools.release(from: name) { $0.owner == "N3" } == [PoolEntry(name: "c", owner: "N3")])
        #expect(sandbox.text("resources/p") == "a: null\nb: N2\nc: null\n")
    }

    /// The pool looks exhausted, and is not.
    @Test func lateEntriesAreGivenOut() throws {
        let sandbox = try PoolSandbox(["p": "a:\n"])
        let writer = try Self.open(sandbox)
        #expect(try sandbox.pools.give("N1", "p") == ["a"])
        try writer.writeAll("b:\n".utf8)
        try writer.close()
        #expect(try sandbox.pools.give("N2", "p") == ["b"])
        #expect(sandbox.text("resources/p") == "a: N1\nb: N2\n")
    }

    @Test(arguments: ["link", "folder"]) func throughALink(kind: String) throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("elsewhere/target", "a:\nb:\n")
        if kind == "link" {
            try sandbox.link("resources/p", to: "../elsewhere/target")
        } else {
            try sandbox.link("resources/dc1", to: "../elsewhere")
        }
        let writer = try Self.open(sandbox, "elsewhere/target")
        let name = kind == "link" ? "p" : "dc1/target"
        #expect(try sandbox.pools.give("N1", name) == ["a"])
        try writer.writeAll("c:\n".utf8)
        try writer.close()
        #expect(try sandbox.pools.give("N2", name) == ["b"])
        #expect(sandbox.text("elsewhere/target") == "a: N1\nb: N2\nc:\n")
        #expect(sandbox.names(in: "elsewhere") == ["target"])
    }

    /// The last line had no end when another one was put behind it.
    @Test func appendedTextBeginsALine() throws {
        let sandbox = try PoolSandbox(["p": "a:"])
        let writer = try Self.open(sandbox)
        #expect(try sandbox.pools.give("N1", "p") == ["a"])
        try writer.writeAll("b:\n".utf8)
        try writer.close()
        #expect(try sandbox.pools.give("N2", "p") == ["b"])
        #expect(sandbox.text("resources/p") == "a: N1\nb: N2\n")
    }

    /// Nobody loses an entry to a line that names it again.
    @Test func entryThatIsThereKeepsItsOwner() throws {
        let sandbox = try PoolSandbox(["p": "a:\nb:\n"])
        let writer = try Self.open(sandbox)
        #expect(try sandbox.pools.give("N1", "p") == ["a"])
        try writer.writeAll("a: null\nc:\n".utf8)
        try writer.close()
        #expect(try sandbox.pools.give("N2", "p") == ["b"])
        #expect(sandbox.text("resources/p") == "a: N1\nb: N2\nc:\n")
    }

    /// Versions to which nothing can come any more do not pile up.
    @Test func earlierVersionsGo() throws {
        let sandbox = try PoolSandbox(["p": (0..<100).map { "e\($0):\n" }.joined()])
        for node in 0..<100 { _ = try sandbox.pools.give("N\(node)", "p") }
        #expect(Self.kept(sandbox).count <= 34)
        usleep(1_100_000)
        _ = try sandbox.pools.release(from: #require(PoolName("p"))) { $0.name == "e0" }
        #expect(Self.kept(sandbox).count == 1)
    }

    /// Killed in front of the step that makes the new version the file.
    @Test func killedBeforeItTookItsPlace() throws {
        let sandbox = try PoolSandbox(["p": "a:\nb:\n"])
        let new = "a: KILLED\nb:\n"
        try sandbox.write("resources/x", new)
        let inode = try #require(sandbox.root.stamp(of: sandbox.absolute("resources/x"))?.inode)
        let target = sandbox.root.canonicalTarget(of: sandbox.absolute("resources/p"))
        let name = DisplacedVersion.Name(of: target, successor: inode, content: Array("a:\nb:\n".utf8), time: .now)
        try #require(
            rename(sandbox.absolute("resources/x").string, sandbox.absolute("resources/\(name)").string) == 0)
        #expect(try sandbox.pools.pools().map(\.rawValue) == ["p"])
        #expect(try sandbox.pools.give("N1", "p") == ["a"])
        #expect(sandbox.text("resources/p") == "a: N1\nb:\n")
        #expect(sandbox.names(in: "resources") == ["p"])
    }

    /// Killed behind it: what had been appended to the old version is there.
    @Test(arguments: ["b:\nc: # late\n", "b:\nc: # late", "b:\n# note\nc: # late\n"])
    func killedBeforeItTookOver(late: String) throws {
        let sandbox = try PoolSandbox(["p": "a: KILLED\n"])
        let target = sandbox.root.canonicalTarget(of: sandbox.absolute("resources/p"))
        let inode = try #require(sandbox.root.stamp(of: target)?.inode)
        let name = DisplacedVersion.Name(of: target, successor: inode, content: Array("a:\n".utf8), time: .now)
        try sandbox.write("resources/\(name)", "a:\n" + late)
        #expect(try sandbox.pools.give("N1", "p") == ["b"])
        let note = late.contains("note") ? "# note\n" : ""
        #expect(sandbox.text("resources/p") == "a: KILLED\nb: N1\n\(note)c: # late\n")
    }

    /// Killed after it took over, before it noted that.
    @Test func killedBeforeItNotedThat() throws {
        let sandbox = try PoolSandbox(["p": "a: KILLED\nb:\n"])
        let target = sandbox.root.canonicalTarget(of: sandbox.absolute("resources/p"))
        let inode = try #require(sandbox.root.stamp(of: target)?.inode)
        let name = DisplacedVersion.Name(of: target, successor: inode, content: Array("a:\n".utf8), time: .now)
        try sandbox.write("resources/\(name)", "a:\nb:\n")
        #expect(try sandbox.pools.give("N1", "p") == ["b"])
        #expect(sandbox.text("resources/p") == "a: KILLED\nb: N1\n")
    }

    /// An edit that came in between counts as a whole; nothing of ours is left of the attempt.
    @Test(arguments: ["inPlace", "renamed", "shorter", "gone"]) func editInBetween(kind: String) throws {
        let sandbox = try PoolSandbox(["p": "a:\nb:\n"])
        let file = ContestedFile(sandbox.absolute("resources/p"), in: sandbox.root)
        let old = Array("a:\nb:\n".utf8)
        let edit: String?
        switch kind {
        case "inPlace":
            edit = "a: X\nb:\n"
            try sandbox.write("resources/p", "a: X\nb:\n")
        case "renamed":
            edit = "a:\nc:\n"
            try sandbox.write("elsewhere/new", "a:\nc:\n")
            try #require(
                rename(sandbox.absolute("elsewhere/new").string, sandbox.absolute("resources/p").string) == 0)
        case "shorter":
            edit = "a:\n"
            try sandbox.write("resources/p", "a:\n")
        default:
            edit = nil
            try #require(unlink(sandbox.absolute("resources/p").string) == 0)
        }
        #expect(try !file.replace(old, with: Array("a: N1\nb:\n".utf8)))
        #expect(sandbox.text("resources/p") == edit)
        #expect(sandbox.names(in: "resources") == (edit == nil ? [] : ["p"]))
    }

    /// A program edits the earlier version: entries that it adds count, its text is kept, and no owner is lost.
    @Test func lateEditIsKept() throws {
        let sandbox = try PoolSandbox(["p": "a:\nb:\n"])
        let writer = try FileDescriptor.open(sandbox.absolute("resources/p"), .writeOnly, options: .closeOnExec)
        #expect(try sandbox.pools.give("N1", "p") == ["a"])
        try writer.writeAll(toAbsoluteOffset: 0, "a: X\nc:\n".utf8)
        try writer.close()
        #expect(try sandbox.pools.give("N2", "p") == ["b"])
        #expect(sandbox.text("resources/p") == "a: N1\nb: N2\nc:\n")
        let edited = try #require(sandbox.names(in: ".ztpserver/displaced").first { $0.hasSuffix(".edited") })
        #expect(sandbox.text(".ztpserver/displaced/\(edited)") == "a: X\nc:\n")
    }
}
