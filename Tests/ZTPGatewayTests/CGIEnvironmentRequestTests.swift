import Glibc
import HTTPTypes
import Logging
import Testing
import ZTPCore

@testable import ZTPGateway

@Suite struct CGIEnvironmentRequestTests {
    @Test func fields() throws {
        let request = Samples.nginx.request()
        let host = try #require(HTTPField.Name("Host"))
        #expect(request.head.method == .post)
        #expect(request.head.path == "/ztpserver/files/a%2Fb//c?x=1")
        #expect(
            request.head.headerFields == [
                host: "localhost", .userAgent: "curl/7.88.1", .accept: "*/*", .contentLength: "5",
                .contentType: "application/x-www-form-urlencoded",
            ])
        #expect(request.peer == "127.0.0.1")
    }

    @Test func emptyIsAbsent() {
        #expect(Samples.nginxGET.request().head.headerFields.isEmpty)
        #expect(Samples.nginxGET.contentLength == .unknown)
    }

    @Test func fieldsThatHTTPDoesNotAllow() {
        let environment = CGIEnvironment(bytes: [
            "HTTP_": [65], "HTTP_A B": [65], "HTTP_Ä": [65], "HTTP_X": [65, 10, 66], "HTTP_Y": [0],
            "HTTP_GOOD_ONE": [65],
        ])
        #expect(environment.fields.map(\.name.canonicalName) == ["good-one"])
    }

    /// More fields than HTTPTypes can hold, and still the process answers.
    @Test(arguments: [1000, 1001, 70_000])
    func manyFields(count: Int) {
        var variables: [String: [UInt8]] = [:]
        for number in 0..<count { variables["HTTP_X\(number)"] = [65] }
        let fields = CGIEnvironment(bytes: variables).fields
        #expect(fields.count == min(count, Request.mostFields + 1))
    }

    @Test(arguments: [
        (["REQUEST_ID": "abc-1"], "abc-1"),
        (["UNIQUE_ID": "awRTehocFlAQKZktGhURkQAAAMA"], "awRTehocFlAQKZktGhURkQAAAMA"),
        (["REQUEST_ID": "a b", "UNIQUE_ID": "u@1"], "u@1"),
        (["REQUEST_ID": String(repeating: "a", count: 65)], "fallback"),
        (["REQUEST_ID": ""], "fallback"),
        ([:], "fallback"),
    ])
    func identifiers(variables: [String: String], id: String) {
        let request = CGIEnvironment(variables).request()
        #expect(request.id == id)
        #expect(request.logger[metadataKey: "request"] == "\(id)")
    }

    @Test func methodThatIsNoToken() {
        #expect(CGIEnvironment(["REQUEST_METHOD": "G T"]).method.rawValue == "UNKNOWN")
        #expect(CGIEnvironment([:]).method.rawValue == "UNKNOWN")
    }

    @Test(
        arguments: [
            (nil, ContentLength.unknown), ("", .unknown), ("0", .bytes(0)), ("17", .bytes(17)), ("-1", .unknown),
            ("-2", .invalid), ("-", .invalid), ("-01", .invalid), ("1.0", .invalid),
            ("+1", .invalid), ("1 ", .invalid), ("x", .invalid), ("99999999999999999999", .bytes(.max)),
        ] as [(String?, ContentLength)])
    func lengths(text: String?, length: ContentLength) {
        #expect(CGIEnvironment(text.map { ["CONTENT_LENGTH": $0] } ?? [:]).contentLength == length)
    }

    @Test func copiesABlock() {
        let texts: [String] = ["A=1", "A=2", "B==", "nonsense", "C=", "D=\u{e9}"]
        var entries: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
        let odd: [CChar] = [69, 61, -1, 0]
        entries.append(odd.withUnsafeBufferPointer { strdup($0.baseAddress!) })
        entries.append(nil)
        defer { for entry in entries { free(entry) } }
        let environment = entries.withUnsafeMutableBufferPointer { CGIEnvironment(copying: $0.baseAddress) }
        #expect(environment.texts == ["A": "1", "B": "=", "C": "", "D": "\u{e9}"])
        #expect(environment.bytes("E") == [0xFF])
        #expect(CGIEnvironment(copying: nil) == CGIEnvironment([:]))
    }

    @Test func generatedIdentifiers() {
        let ids = RequestIDs()
        let made = (0..<3).map { _ in ids.next() }
        #expect(Set(made).count == 3)
        #expect(made.allSatisfy { $0.utf8.count <= 20 })
    }
}
