import OrderedCollections
import Testing

@testable import ZTPCore

/// Documents as Python's `json.dumps` prints them.
@Suite struct JSONWritingTests {
    static let reals: [(Double, String)] = [
        (0.1, "0.1"), (0.0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (-2.5, "-2.5"), (100, "100.0"),
        (1.0 / 3.0, "0.3333333333333333"), (0.0001, "0.0001"), (0.00001, "1e-05"), (1.5e-7, "1.5e-07"),
        (1e15, "1000000000000000.0"), (9_007_199_254_740_992, "9007199254740992.0"),
        (9_999_999_999_999_998, "9999999999999998.0"), (-9_999_999_999_999_998, "-9999999999999998.0"),
        (1e16, "1e+16"), (-1e16, "-1e+16"), (1e22, "1e+22"), (123_456_789_012_345_680, "1.2345678901234568e+17"),
        (1e100, "1e+100"), (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
        (.nan, "NaN"), (.infinity, "Infinity"), (-.infinity, "-Infinity"),
    ]

    @Test(arguments: JSONWritingTests.reals)
    func real(value: Double, text: String) {
        #expect(Document.real(value).json == text)
    }

    static let texts: [(String, String)] = [
        ("", "\"\""),
        ("plain ~ text", #""plain ~ text""#),
        ("\"\\/", #""\"\\/""#),
        ("\u{8}\u{C}\n\r\t", #""\b\f\n\r\t""#),
        ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#),
        ("é", #""\u00e9""#),
        ("a\u{2028}b", #""a\u2028b""#),
        ("\u{FFFD}", #""\ufffd""#),
        ("😀", #""\ud83d\ude00""#),
        ("\r\n", #""\r\n""#),
        ("e\u{301}", #""e\u0301""#),
    ]

    @Test(arguments: JSONWritingTests.texts)
    func text(value: String, text: String) {
        #expect(Document.string(value).json == text)
    }

    static let documents: [(Document, String)] = [
        (.null, "null"),
        (.bool(true), "true"),
        (.bool(false), "false"),
        (.integer(-17), "-17"),
        (.bigInteger("123456789012345678901234567890"), "123456789012345678901234567890"),
        (.array([]), "[]"),
        (.array([.integer(1), .null, .string("a")]), #"[1, null, "a"]"#),
        (.mapping([:]), "{}"),
        (.mapping(["z": .integer(1), "a": .array([.mapping(["é": .null])])]), #"{"z": 1, "a": [{"\u00e9": null}]}"#),
    ]

    @Test(arguments: JSONWritingTests.documents)
    func document(value: Document, text: String) throws {
        #expect(value.json == text)
        #expect(try Document(json: text) == value)
    }
}
