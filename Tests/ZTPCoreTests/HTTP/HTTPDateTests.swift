import Testing

@testable import ZTPCore

/// Dates of header fields, as RFC 9110 section 5.6.7 has them.
@Suite struct HTTPDateTests {
    static let dates: [(Int64, String)] = [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (1_735_689_599, "Tue, 31 Dec 2024 23:59:59 GMT"),
        (4_102_444_800, "Fri, 01 Jan 2100 00:00:00 GMT"),
    ]

    @Test(arguments: HTTPDateTests.dates)
    func isWrittenAndRead(seconds: Int64, text: String) {
        #expect(HTTPDate.text(seconds) == text)
        #expect(HTTPDate.seconds(text) == seconds)
    }

    @Test(arguments: ["Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun Nov 16 08:49:37 1994"])
    func oldFormsAreRead(text: String) {
        let expected: Int64 = text.contains("16") ? 784_975_777 : 784_111_777
        #expect(HTTPDate.seconds(text) == expected)
    }

    @Test(arguments: [
        "", "now", "784111777", "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 06 Nov 94x 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 +0200", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, x Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08::37 GMT", "Sun, 06 Nov 199412 08:49:37 GMT",
    ])
    func isNoDate(text: String) {
        #expect(HTTPDate.seconds(text) == nil)
    }
}
