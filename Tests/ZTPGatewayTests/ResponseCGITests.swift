import HTTPTypes
import SystemPackage
import Testing
import ZTPCore
import ZTPGateway

@Suite struct ResponseCGITests {
    @Test(arguments: [
        (
            Response(status: .ok, fields: [.contentType: "application/json"], body: .bytes(Array("{}".utf8))),
            "Status: 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"
        ),
        (
            Response(status: .conflict, fields: [.location: "http://h/ztp/nodes/X", .contentType: "text/html"]),
            "Status: 409 Conflict\r\nLocation: http://h/ztp/nodes/X\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"
        ),
        (
            Response(status: .notModified, fields: [.eTag: "\"1\""]),
            "Status: 304 Not Modified\r\nETag: \"1\"\r\n\r\n"
        ),
        (
            Response(status: .noContent),
            "Status: 204 No Content\r\n\r\n"
        ),
        (
            Response(status: .init(code: 299, reasonPhrase: ""), fields: [.contentLength: "7"]),
            "Status: 299\r\nContent-Length: 0\r\n\r\n"
        ),
    ])
    func heads(response: Response, head: String) {
        #expect(String(decoding: response.cgiHead, as: UTF8.self) == head)
    }

    @Test func body() {
        let response = Response(status: .ok, body: .bytes([65]))
        #expect(response.sendsBody(to: .get))
        #expect(!response.sendsBody(to: .head))
        #expect(!Response(status: .ok).sendsBody(to: .get))
        #expect(!Response(status: .notModified, body: .bytes([65])).sendsBody(to: .get))
    }
}
