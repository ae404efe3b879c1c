import Testing

@testable import ZTPCore

/// Range fields, as RFC 9110 section 14 has them.
@Suite struct ByteRangeTests {
    /// A field, and which bytes of a file of ten it means, as `offset+length`.
    static let ranges: [(String?, String)] = [
        (nil, "whole"),
        ("bytes=0-", "0+10"),
        ("bytes=0-0", "0+1"),
        ("bytes=0-4", "0+5"),
        ("bytes=4-9", "4+6"),
        ("bytes=9-", "9+1"),
        ("bytes=9-99", "9+1"),
        ("bytes=0-99999999999999999999", "0+10"),
        ("bytes=-1", "9+1"),
        ("bytes=-3", "7+3"),
        ("bytes=-10", "0+10"),
        ("bytes=-11", "0+10"),
        ("bytes=-99999999999999999999", "0+10"),
        ("BYTES=0-4", "0+5"),
        ("bytes=10-", "unsatisfiable"),
        ("bytes=10-20", "unsatisfiable"),
        ("bytes=99999999999999999999-", "unsatisfiable"),
        ("bytes=-0", "unsatisfiable"),
        ("bytes=5-4", "whole"),
        ("bytes=99999999999999999999-5", "whole"),
        ("bytes=0-1,3-4", "whole"),
        ("bytes=-", "whole"),
        ("bytes=", "whole"),
        ("bytes", "whole"),
        ("bytes 0-4", "whole"),
        ("bytes=a-b", "whole"),
        ("bytes=0x0-4", "whole"),
        ("bytes=+0-4", "whole"),
        ("bytes=0--4", "whole"),
        ("bytes=--4", "whole"),
        ("bytes=1.0-4", "whole"),
        ("bytes=١-٤", "whole"),
        ("bytes=5\u{301}-", "whole"),
        ("bytes=\u{301}0-4", "whole"),
        ("bytes=0-\u{301}", "whole"),
        ("items=0-4", "whole"),
        ("", "whole"),
    ]

    private func meaning(_ field: String?, size: Int64) -> String {
        switch ByteRange(field, size: size) {
        case .whole: "whole"
        case .part(let offset, let length): "\(offset)+\(length)"
        case .unsatisfiable: "unsatisfiable"
        }
    }

    @Test(arguments: ByteRangeTests.ranges)
    func isRead(field: String?, range: String) {
        #expect(meaning(field, size: 10) == range)
    }

    @Test func nothingLiesInAnEmptyFile() {
        #expect(meaning("bytes=0-", size: 0) == "unsatisfiable")
        #expect(meaning("bytes=0-0", size: 0) == "unsatisfiable")
        #expect(meaning(nil, size: 0) == "whole")
    }
}
