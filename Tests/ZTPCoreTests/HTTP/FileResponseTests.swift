import HTTPTypes
import Logging
import SystemPackage
import Testing

@testable import ZTPCore

/// What is answered to a request for a file.
@Suite struct FileResponseTests {
    private static let modified: Int64 = 784_111_777
    private static let date = "Sun, 06 Nov 1994 08:49:37 GMT"
    private static let earlier = "Sun, 06 Nov 1994 08:49:36 GMT"
    private static let later = "Sun, 06 Nov 1994 08:49:38 GMT"

    private let slice = FileSlice(path: "/x", offset: 0, length: 10, stamp: .sample(size: 10))
    private var tag: String { EntityTag(slice.stamp).text }

    private func answer(_ method: HTTPRequest.Method = .get, _ fields: HTTPFields = [:]) -> Response {
        let request = Request(method: method, target: "/files/x", fields: fields, logger: Logger(label: "test"))
        return Response.file(slice, type: "text/plain; charset=UTF-8", answering: request)
    }

    private func part(_ offset: Int64, _ length: Int64) -> Response.Body {
        .file(FileSlice(path: "/x", offset: offset, length: length, stamp: slice.stamp))
    }

    @Test(arguments: [HTTPRequest.Method.get, .head])
    func wholeFile(method: HTTPRequest.Method) {
        let response = answer(method)
        #expect(response.status == .ok)
        #expect(response.fields[.contentType] == "text/plain; charset=UTF-8")
        #expect(response.fields[.lastModified] == Self.date)
        #expect(response.fields[.acceptRanges] == "bytes")
        #expect(response.fields[.eTag] == tag)
        #expect(response.fields[.contentLength] == nil)
        #expect(response.fields[.contentEncoding] == nil)
        #expect(response.fields[.contentRange] == nil)
        #expect(response.body == part(0, 10))
        #expect(response.body.count == 10)
    }

    @Test func partOfAFile() {
        for (range, field, body) in [
            ("bytes=0-3", "bytes 0-3/10", part(0, 4)), ("bytes=8-", "bytes 8-9/10", part(8, 2)),
            ("bytes=-3", "bytes 7-9/10", part(7, 3)), ("bytes=0-99", "bytes 0-9/10", part(0, 10)),
        ] {
            let response = answer(.get, [.range: range])
            #expect(response.status == .partialContent)
            #expect(response.fields[.contentRange] == field)
            #expect(response.fields[.contentType] == "text/plain; charset=UTF-8")
            #expect(response.fields[.eTag] == tag)
            #expect(response.fields[.lastModified] == Self.date)
            #expect(response.body == body)
        }
    }

    @Test func partOutsideTheFile() {
        let response = answer(.get, [.range: "bytes=10-"])
        #expect(response.status == .rangeNotSatisfiable)
        #expect(response.fields[.contentRange] == "bytes */10")
        #expect(response.fields[.contentType] == "text/html; charset=UTF-8")
        #expect(response.body == .empty)
    }

    @Test func rangeCountsForGetOnly() {
        for range in ["bytes=0-3", "bytes=10-"] {
            let response = answer(.head, [.range: range])
            #expect(response.status == .ok)
            #expect(response.body == part(0, 10))
        }
    }

    @Test func severalRangesAreTheWholeFile() {
        #expect(answer(.get, [.range: "bytes=0-1,3-4"]).status == .ok)
    }

    @Test func ifRangeNeedsTheVersionExactly() {
        let range = "bytes=0-3"
        for condition in [tag, Self.date] {
            #expect(answer(.get, [.range: range, .ifRange: condition]).status == .partialContent, "\(condition)")
        }
        for condition in ["W/\(tag)", "\"x\"", "*", Self.earlier, Self.later, "now", ""] {
            let response = answer(.get, [.range: range, .ifRange: condition])
            #expect(response.status == .ok, "\(condition)")
            #expect(response.body == part(0, 10))
        }
    }

    @Test(arguments: [HTTPRequest.Method.get, .head])
    func clientThatHasItGetsNothing(method: HTTPRequest.Method) {
        let conditions: [HTTPFields] = [
            [.ifNoneMatch: tag], [.ifNoneMatch: "W/\(tag)"], [.ifNoneMatch: "*"], [.ifNoneMatch: "\"x\", \(tag)"],
            [.ifModifiedSince: Self.date], [.ifModifiedSince: Self.later],
            [.ifNoneMatch: tag, .ifModifiedSince: Self.earlier], [.ifNoneMatch: tag, .range: "bytes=0-3"],
        ]
        for fields in conditions {
            let response = answer(method, fields)
            #expect(response.status == .notModified, "\(fields)")
            #expect(response.body == .empty)
            #expect(response.fields[.eTag] == tag)
            #expect(response.fields[.contentType] == nil)
            #expect(response.fields[.contentRange] == nil)
        }
    }

    @Test func clientThatHasAnotherVersionGetsIt() {
        let conditions: [HTTPFields] = [
            [.ifNoneMatch: "\"x\""], [.ifModifiedSince: Self.earlier], [.ifModifiedSince: "now"],
            // The tag decides when both are there.
            [.ifNoneMatch: "\"x\"", .ifModifiedSince: Self.later],
        ]
        for fields in conditions {
            #expect(answer(.get, fields).status == .ok, "\(fields)")
        }
    }
}
