import Glibc
import Testing

/// Pools that the server's user cannot read or write: a refusal, nothing half done.
@Suite struct PoolRightsTests {
    private static func fixture(_ pools: [Given]) throws -> GatewayFixture {
        try GatewayFixture.make(
            given: .node("N", definition: "actions: [{attributes: {u: \"allocate('p')\", v: \"allocate('q')\"}}]\n")
                + pools,
            asServiceUser: true)
    }

    private static func refusal(_ fixture: GatewayFixture) throws -> String {
        let answer = try fixture.gateway.client.send(Message(target: "/nodes/N"))
        #expect(try ReplyParser.cgi(answer.output, method: "GET").status == 400)
        return String(decoding: answer.error, as: UTF8.self).replacing(fixture.sandbox.dataRoot.path, with: "@")
    }

    @Test func unreadable() throws {
        let fixture = try Self.fixture([.file("resources/p", "a:\n"), .file("resources/q", "b:\n", mode: 0)])
        let text = try Self.refusal(fixture)
        #expect(
            text.contains(
                "the pool 'q' cannot be read: @/resources/q: Permission denied: user id \(ServiceUser.id) lacks the "
                    + "right to read @/resources/q"), "\(text)")
        #expect(try Files.text(fixture.sandbox.dataRoot.absolute("resources/p")) == "a:\n")
    }

    @Test func folderThatCannotBeWritten() throws {
        let fixture = try Self.fixture([.file("resources/p", "a:\n"), .file("resources/q", "b:\n")])
        let folder = fixture.sandbox.dataRoot.absolute("resources")
        try #require(chmod(folder, 0o555) == 0)
        let text = try Self.refusal(fixture)
        #expect(
            text.contains(
                "the pool 'p' cannot be written: @/resources/p: Permission denied: user id \(ServiceUser.id) lacks the "
                    + "right to write @/resources"), "\(text)")
        try #require(chmod(folder, 0o755) == 0)
        #expect(try Files.text(folder + "/p") == "a:\n")
        #expect(try fixture.reply(to: Message(target: "/nodes/N")).givenValue == "b")
    }

    /// The first pool can be written, the target of the second one cannot: the first is put back as it was.
    @Test func secondCannotBeWritten() throws {
        let fixture = try Self.fixture([
            .file("resources/p", "a: # free\n"), .folder("resources.d"), .file("resources.d/q", "b:\n"),
        ])
        let root = fixture.sandbox.dataRoot
        try #require(symlink("../resources.d/q", root.absolute("resources/q")) == 0)
        try #require(chmod(root.absolute("resources.d"), 0o555) == 0)
        let text = try Self.refusal(fixture)
        #expect(
            text.contains(
                "the pool 'q' cannot be written: @/resources.d/q: Permission denied: user id "
                    + "\(ServiceUser.id) lacks the right to write @/resources.d"), "\(text)")
        #expect(try Files.text(root.absolute("resources/p")) == "a: # free\n")
    }

    @Test func locksThatCannotBeMade() throws {
        let fixture = try Self.fixture([.file("resources/p", "a:\n"), .file("resources/q", "b:\n")])
        let root = fixture.sandbox.dataRoot
        try #require(chmod(root.path, 0o555) == 0)
        let text = try Self.refusal(fixture)
        #expect(
            text.contains(
                "the pool 'p' cannot be written: @/.ztpserver: Permission denied: user id \(ServiceUser.id) lacks the "
                    + "right to write @"), "\(text)")
        try #require(chmod(root.path, 0o755) == 0)
        #expect(try Files.text(root.absolute("resources/p")) == "a:\n")
    }
}
