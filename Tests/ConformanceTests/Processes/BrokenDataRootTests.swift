import Glibc
import Testing

/// Files that cannot be read, folders that cannot be written, a data_root that is gone.
@Suite struct BrokenDataRootTests {
    @Test func unreadableFilesCountAsAbsent() throws {
        let fixture = try GatewayFixture.make(
            given: [
                .file("files/locked", "x", mode: 0), .file("actions/locked", "x", mode: 0),
                .file("bootstrap/bootstrap", "x", mode: 0),
            ], asServiceUser: true)
        #expect(try fixture.reply(to: Message(target: "/files/locked")).status == 404)
        #expect(try fixture.reply(to: Message(target: "/meta/files/locked")).status == 404)
        #expect(try fixture.reply(to: Message(target: "/actions/locked")).status == 404)
        #expect(try fixture.reply(to: Message(target: "/bootstrap")).status == 400)
    }

    @Test func unreadableFilesAreLoggedWithNameAndReason() throws {
        let fixture = try GatewayFixture.make(given: [.file("files/locked", "x", mode: 0)], asServiceUser: true)
        let answer = try fixture.gateway.client.send(Message(target: "/files/locked"))
        let lines = String(decoding: answer.error, as: UTF8.self).split(separator: "\n")
        #expect(
            lines.contains { $0.contains("ERROR") && $0.contains("files/locked") && $0.contains("ermission denied") },
            "\(lines)")
    }

    @Test(arguments: ["attributes", "definition", "pattern", ".node"])
    func unreadableFileOfANodeRefusesItsDefinition(name: String) throws {
        let definition = "actions: [{action: a, attributes: {v: $x}}]\n"
        let fixture = try GatewayFixture.make(
            given: .node("N", definition: definition, attributes: "x: 1\n") + [.file("nodes/N/\(name)", "", mode: 0)],
            asServiceUser: true)
        #expect(try fixture.reply(to: Message(target: "/nodes/N")).status == 400)
    }

    @Test func uploadThatCannotBeWritten() throws {
        let fixture = try GatewayFixture.make(given: .node("N", startupConfig: "old"), asServiceUser: true)
        let folder = fixture.sandbox.dataRoot.absolute("nodes/N")
        try #require(chmod(folder, 0o555) == 0)
        let upload = Message(method: "PUT", target: "/nodes/N/startup-config", body: Array("new".utf8))
        #expect(try fixture.reply(to: upload).status == 500)
        #expect(try Files.text(folder + "/startup-config") == "old")
    }

    @Test func nodeThatCannotBeMade() throws {
        let fixture = try GatewayFixture.make(asServiceUser: true)
        try #require(chmod(fixture.sandbox.dataRoot.absolute("nodes"), 0o555) == 0)
        let report = Message(
            method: "POST", target: "/nodes", body: Array(#"{"serialnumber":"N","config":"x"}"#.utf8))
        #expect(try fixture.reply(to: report).status == 500)
        #expect(!Files.exists(fixture.sandbox.dataRoot.absolute("nodes/N")))
    }

    @Test func vanishedDataRootCountsAsAbsent() throws {
        let fixture = try GatewayFixture.make(given: [.file("files/x", "x")] + .node("N"))
        Files.removeTree(fixture.sandbox.dataRoot.path)
        #expect(try fixture.reply(to: Message(target: "/files/x")).status == 404)
        #expect(try fixture.reply(to: Message(target: "/actions/x")).status == 404)
        #expect(try fixture.reply(to: Message(target: "/bootstrap")).status == 400)
        #expect(try fixture.reply(to: Message(target: "/nodes/N")).status == 400)
    }
}
