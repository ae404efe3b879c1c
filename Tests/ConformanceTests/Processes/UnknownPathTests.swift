import Testing

/// The line in the log for a path or method that the service does not have.
@Suite struct UnknownPathTests {
    private static let sameQuestion = "do the web server and server_url name the same path?"

    @Test func belowAPath() throws {
        let place = "the service is below /ztpserver/, the path of server_url"
        try Self.check(
            .prefix,
            [
                (
                    Message(target: "/ztp/bootstrap"),
                    "GET /ztp/bootstrap: no such path; \(place); without /ztp in front it would fit: \(Self.sameQuestion)"
                ),
                (
                    Message(target: "/ztpserver/ztpserver/nodes/X"),
                    "GET /ztpserver/ztpserver/nodes/X: no such path; \(place); without /ztpserver in front it would fit: "
                        + Self.sameQuestion
                ),
                (Message(target: "/ztpserver/nope?token=1"), "GET /ztpserver/nope: no such path; \(place)"),
                (
                    Message(target: "/ztpserver/bootstrap/"),
                    "GET /ztpserver/bootstrap/: no such path; \(place); without the slash at its end it would fit"
                ),
                (
                    Message(method: "DELETE", target: "/bootstrap"),
                    "DELETE /bootstrap: the method does not fit, this path takes GET, HEAD; \(place)"
                ),
            ])
    }

    @Test func atTheRoot() throws {
        let place = "the service is at /, the path of server_url"
        try Self.check(
            .root,
            [
                (
                    Message(method: "POST", target: "/ztpserver/nodes", body: Array("{}".utf8)),
                    "POST /ztpserver/nodes: no such path; \(place); without /ztpserver in front it would fit: "
                        + Self.sameQuestion
                ),
                (Message(target: "/"), "GET /: no such path; \(place)"),
                (Message(target: "/nodes/a%2Fb"), "GET /nodes/a%2Fb: no such path; \(place)"),
                (
                    Message(method: "PUT", target: "/nodes", body: [0x78]),
                    "PUT /nodes: the method does not fit, this path takes POST; \(place)"
                ),
            ])
    }

    /// Clients choose paths and methods, so they must not fill the log or forge its lines.
    @Test func hostile() throws {
        let long = String(repeating: "x", count: 6000)
        try Self.check(
            .root,
            [
                (
                    Message(method: long, target: "/" + long),
                    "\(long.prefix(32))… /\(long.prefix(511))…: no such path; the service is at /, the path of server_url"
                ),
                (
                    // HTTPTypes makes a blank of a control character; line separators beyond ASCII are escaped.
                    Message(target: "/a\nb\u{2028}c"),
                    "GET /a b\\u2028c: no such path; the service is at /, the path of server_url"
                ),
            ])
    }

    private static func check(_ mount: Mount, _ exchanges: [(Message, String)]) throws {
        let fixture = try GatewayFixture.make(mount: mount)
        for (message, expected) in exchanges {
            let error = String(decoding: try fixture.gateway.client.send(message).error, as: UTF8.self)
            let lines = error.split(separator: "\n")
            #expect(lines.count == 1 && lines[0].hasSuffix(" " + expected), "\(error) instead of \(expected)")
        }
    }
}
