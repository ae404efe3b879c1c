import Glibc
import HTTPTypes
import Logging
import SystemPackage
import Testing

@testable import ZTPCore

/// Times of any year, as file systems in memory keep them.
@Suite struct FileTimeTests {
    /// The first and the last second that 64 bits hold, the ends of what nanoseconds hold, years of more than four digits.
    static let seconds: [Int64] = [
        .min, .min + 1, -9_223_372_037, -9_223_372_036, -62_167_219_201, -62_167_219_200, -2_208_988_801, -1, 0, 1,
        9_223_372_036, 9_223_372_037, 253_402_300_799, 253_402_300_800, .max - 1, .max,
    ]

    @Test(arguments: FileTimeTests.seconds, [0, 1, 999_999_999] as [Int64])
    func everyTimeIsServed(seconds: Int64, nanoseconds: Int64) {
        var status = stat()
        status.st_size = 10
        status.st_mtim = timespec(tv_sec: Int(seconds), tv_nsec: Int(nanoseconds))
        status.st_ctim = status.st_mtim
        let stamp = FileStamp(status)
        #expect(stamp.modified == FileTime(seconds: seconds, nanoseconds: nanoseconds))
        #expect(stamp.isTooYoung(at: FileTime(seconds: .min)) == (stamp.modified > FileTime(seconds: .min)))
        #expect(!stamp.isTooYoung(at: FileTime(seconds: .max, nanoseconds: 999_999_999)) || seconds > .max - 2)
        let slice = FileSlice(path: "/x", offset: 0, length: 10, stamp: stamp)
        let asked: HTTPFields = [.ifModifiedSince: "Sun, 06 Nov 1994 08:49:37 GMT"]
        let request = Request(method: .get, target: "/files/x", fields: asked, logger: Logger(label: "test"))
        let response = Response.file(slice, type: "text/plain", answering: request)
        #expect(response.status == (seconds <= 784_111_777 ? .notModified : .ok))
        let hasFourDigits = (-62_167_219_200...253_402_300_799).contains(seconds)
        #expect((response.fields[.lastModified] != nil) == hasFourDigits)
    }

    @Test func endsOfTheCalendar() {
        #expect(HTTPDate.text(-62_167_219_200) == "Sat, 01 Jan 0000 00:00:00 GMT")
        #expect(HTTPDate.text(-2_208_988_801) == "Sun, 31 Dec 1899 23:59:59 GMT")
        #expect(HTTPDate.text(253_402_300_799) == "Fri, 31 Dec 9999 23:59:59 GMT")
        #expect(HTTPDate.text(253_402_300_800) == nil)
        #expect(HTTPDate.text(.min) == nil)
        #expect(HTTPDate.text(.max) == nil)
    }

    @Test func order() {
        let times = [
            FileTime(seconds: .min), FileTime(seconds: -1, nanoseconds: 999_999_999), FileTime(seconds: 0),
            FileTime(seconds: 0, nanoseconds: 1), FileTime(seconds: .max, nanoseconds: 999_999_999),
        ]
        #expect(times.shuffled().sorted() == times)
    }

    @Test func earlier() {
        #expect(FileTime(seconds: 5, nanoseconds: 7).earlier(bySeconds: 8) == FileTime(seconds: -3, nanoseconds: 7))
        #expect(
            FileTime(seconds: .min + 2, nanoseconds: 7).earlier(bySeconds: 2) == FileTime(seconds: .min, nanoseconds: 7)
        )
        #expect(FileTime(seconds: .min + 1, nanoseconds: 7).earlier(bySeconds: 2) == FileTime(seconds: .min))
    }

    /// A file with a hole in it of any size is refused, not read.
    @Test(arguments: [Int64(64 << 20) + 1, 1 << 40])
    func sparseFileIsNotRead(size: Int64) throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("neighbordb", "")
        try #require(truncate(sandbox.absolute("neighbordb").string, Int(size)) == 0)
        let path = sandbox.absolute("neighbordb")
        #expect(throws: RepositoryError.unreadable(path, .fileTooLarge)) { try sandbox.root.read(path) }
    }
}
