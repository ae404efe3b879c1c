import Testing

@testable import ZTPCore

/// Lines that are put into a pool afterwards.
@Suite struct LateLinesTests {
    /// A pool, what came late, and what becomes of both.
    @Test(
        arguments: [
            ("a: N1\n", "b: null\n", "a: N1\nb: null\n", []),
            ("a: N1", "b: null", "a: N1\nb: null\n", []),
            ("a: N1\nb: N2\n", "b: null\n", "a: N1\nb: N2\n", ["b: null"]),
            // They were taken over once already.
            ("a: N1\n# c\nb:\n", "# c\nb:\n", "a: N1\n# c\nb:\n", []),
            ("a: N1\nb: N2\n", "'b':\nc:\n", "a: N1\nb: N2\nc:\n", ["'b':"]),
            ("a: N1\n", "b:\nb: N2\n", "a: N1\nb:\n", ["b: N2"]),
            ("  a: N1\r\n", "  b:\r\n", "  a: N1\r\n  b:\r\n", []),
            // What nobody understands stays the operator's, word for word.
            ("a: N1\n", "half a li\n", "a: N1\nhalf a li\n", []),
            ("a: [\n", "b:\n", "a: [\nb:\n", []),
            ("", "b:\n", "b:\n", []),
            ("a: N1\n", "\n\n", "a: N1\n", []),
        ] as [(String, String, String, [String])])
    func areAdded(pool: String, late: String, text: String, leftOut: [String]) {
        var lines = LateLines(bytes: Array(pool.utf8))
        lines.add(Array(late.utf8)[...])
        #expect(String(decoding: lines.bytes, as: UTF8.self) == text)
        #expect(lines.leftOut == leftOut)
    }
}
