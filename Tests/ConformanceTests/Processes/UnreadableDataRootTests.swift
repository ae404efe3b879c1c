import Glibc
import Testing

/// Requests about what the server's user may not look at: 500 and the reason, never adoption, never "not there".
@Suite struct UnreadableDataRootTests {
    private static let report = Message(
        method: "POST", target: "/nodes", body: Array(#"{"serialnumber":"N","neighbors":{}}"#.utf8))
    private static let lacks = "Permission denied: user id \(ServiceUser.id) lacks the right to"

    private static func fixture(closing name: String, mode: UInt32 = 0) throws -> GatewayFixture {
        let fixture = try GatewayFixture.make(
            given: .node("N", startupConfig: "!\n") + [
                .file("neighbordb", "patterns: [{name: any, definition: d, interfaces: []}]\n"),
                .file("definitions/d", "actions: []\n"), .file("files/x", "x"),
            ], asServiceUser: true)
        try #require(chmod(fixture.sandbox.dataRoot.absolute(name), mode) == 0)
        return fixture
    }

    /// The status with the lines of the log, data_root shown as `@`.
    private static func answer(_ fixture: GatewayFixture, _ message: Message) throws -> (status: Int, log: String) {
        let answer = try fixture.gateway.client.send(message)
        let log = String(decoding: answer.error, as: UTF8.self)
        return (
            try ReplyParser.cgi(answer.output, method: message.method).status,
            log.replacing(fixture.sandbox.dataRoot.path, with: "@")
        )
    }

    @Test(arguments: [("nodes/N", "nodes/N"), ("nodes", "nodes")])
    func aKnownNodeIsNotAdoptedAgain(closed: String, place: String) throws {
        let fixture = try Self.fixture(closing: closed)
        let requests = [
            Self.report, Message(target: "/nodes/N"), Message(target: "/nodes/N/startup-config"),
            Message(method: "PUT", target: "/nodes/N/startup-config", body: Array("new".utf8)),
            Message(target: "/meta/nodes/N/startup-config"),
        ]
        for request in requests {
            let (status, log) = try Self.answer(fixture, request)
            #expect(status == 500, "\(request.method) \(request.target)")
            #expect(
                log.contains("\(Self.lacks) search @/\(place)\n") || log.contains("\(Self.lacks) write @/\(place)\n"),
                "\(request.method) \(request.target): \(log)")
            #expect(!log.contains("neither a definition") && !log.contains("there is no"), "\(log)")
        }
        try #require(chmod(fixture.sandbox.dataRoot.absolute(closed), 0o755) == 0)
        #expect(try Files.text(fixture.sandbox.dataRoot.absolute("nodes/N/startup-config")) == "!\n")
        #expect(try Self.answer(fixture, Self.report).status == 409)
    }

    @Test func aLockThatCannotBeMadeIsNotTheNodesFolder() throws {
        let fixture = try Self.fixture(closing: "", mode: 0o555)
        let upload = Message(method: "PUT", target: "/nodes/N/startup-config", body: Array("new".utf8))
        let (status, log) = try Self.answer(fixture, upload)
        #expect(status == 500)
        #expect(log.contains("@/.ztpserver cannot be written: \(Self.lacks) write @\n"), "\(log)")
        #expect(!log.contains("nodes/N"), "\(log)")
    }

    /// The operator's files keep the status of what is not there.
    @Test(arguments: [("files", "/files/x", 404), ("neighbordb", "/nodes", 400), ("definitions", "/nodes", 400)])
    func operatorsFiles(closed: String, target: String, status: Int) throws {
        let fixture = try Self.fixture(closing: closed)
        Files.removeTree(fixture.sandbox.dataRoot.absolute("nodes/N"))
        let answer = try Self.answer(fixture, target == "/nodes" ? Self.report : Message(target: target))
        #expect(answer.status == status)
        #expect(answer.log.contains("ERROR") && answer.log.contains(" cannot be read: \(Self.lacks)"), "\(answer.log)")
        #expect(!answer.log.contains("there is no") && !answer.log.contains("does not exist"), "\(answer.log)")
    }
}
