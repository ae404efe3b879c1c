import Glibc
import Testing

/// Bodies whose length the web server does not know.
@Suite struct UnknownLengthTests {
    private static let configuration = Array("hostname leaf1\n".utf8)

    /// Nil: CONTENT_LENGTH is empty.
    private static func message(_ body: [UInt8], length: Int?) -> Message {
        var message = Message(method: "PUT", target: "/nodes/N/startup-config", body: body)
        message.contentLength = length
        return message
    }

    @Test(arguments: [nil, -1]) func fastCGI(length: Int?) throws {
        let fixture = try GatewayFixture.make(given: .node("N"))
        #expect(try fixture.reply(to: Self.message(Self.configuration, length: length)).status == 200)
        #expect(try Files.read(fixture.sandbox.dataRoot.absolute("nodes/N/startup-config")) == Self.configuration)
        let large = [UInt8](repeating: 0x61, count: Sandbox.maxBody + 1)
        #expect(try fixture.reply(to: Self.message(large, length: length)).status == 413)
        #expect(try Files.read(fixture.sandbox.dataRoot.absolute("nodes/N/startup-config")) == Self.configuration)
    }

    @Test(arguments: [nil, -1]) func cgi(length: Int?) throws {
        let sandbox = try Sandbox(name: "length")
        try sandbox.configure()
        for given in [Given].node("N") { try sandbox.dataRoot.apply(given) }
        let driver = CGIDriver(sandbox: sandbox)
        #expect(try driver.send(Self.message(Self.configuration, length: length)).status == 200)
        #expect(try Files.read(sandbox.dataRoot.absolute("nodes/N/startup-config")) == Self.configuration)
        let large = [UInt8](repeating: 0x61, count: Sandbox.maxBody + 1)
        #expect(try driver.send(Self.message(large, length: length)).status == 413)
        #expect(try Files.read(sandbox.dataRoot.absolute("nodes/N/startup-config")) == Self.configuration)
    }

    @Test(arguments: [1, 14, 16, 1000, -2])
    func aLengthThatIsALieIsRefused(length: Int) throws {
        let fixture = try GatewayFixture.make(given: .node("N"))
        #expect(try fixture.reply(to: Self.message(Self.configuration, length: length)).status == 400)
        #expect(!Files.exists(fixture.sandbox.dataRoot.absolute("nodes/N/startup-config")))
    }

    /// A web server may leave standard input open behind a request without a body.
    @Test func aGETDoesNotWaitForABody() throws {
        let sandbox = try Sandbox(name: "length")
        try sandbox.configure()
        var pipe: [Int32] = [-1, -1]
        #expect(Glibc.pipe(&pipe) == 0)
        defer { for descriptor in pipe { close(descriptor) } }
        for descriptor in pipe { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let variables =
            CGIEnvironment(Message(target: "/bootstrap"), style: .mounted).strings
            + [Array("ZTPS_CONFIG=\(sandbox.configurationPath)".utf8)]
        let process = try ChildProcess(
            Products.gateway, environment: variables, descriptors: (pipe[0], nil, nil))
        defer { process.stop(grace: 0) }
        #expect(process.wait(seconds: 300) == .code(0))
    }
}
