import HTTPTypes
import SystemPackage
import Testing
import ZTPCore
import ZTPGateway

@Suite struct ResponseCGITests {
    @Test(arguments: [
        (
            Response(status: .ok, fields: [.contentType: "application/json"], body: .bytes(Array("{}".utf8))),
            "Content-Type: application/json\r\nContent-Length: 2\r\nStatus: 200 OK\r\n\r\n"
        ),
        (
            Response(status: .conflict, fields: [.location: "http://h/ztp/nodes/X", .contentType: "text/html"]),
            "Location: http://h/ztp/nodes/X\r\nContent-Type: text/html\r\nContent-Length: 0\r\nStatus: 409 Conflict\r\n\r\n"
        ),
        (
            Response(status: .notModified, fields: [.eTag: "\"1\""]),
            "ETag: \"1\"\r\nStatus: 304 Not Modified\r\n\r\n"
        ),
        (
            Response(status: .noContent),
            "Status: 204 No Content\r\n\r\n"
        ),
        (
            Response(status: .init(code: 299, reasonPhrase: ""), fields: [.contentLength: "7"]),
            "Content-Length: 0\r\nStatus: 299\r\n\r\n"
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
