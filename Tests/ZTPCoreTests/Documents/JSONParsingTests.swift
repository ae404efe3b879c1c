import OrderedCollections
import Testing

@testable import ZTPCore

/// What a JSON text says.
@Suite struct JSONParsingTests {
    static let values: [(String, Document)] = [
        ("null", .null),
        ("true", .bool(true)),
        (" \t\r\n false \t\r\n", .bool(false)),
        ("0", .integer(0)),
        ("-0", .integer(0)),
        ("-17", .integer(-17)),
        ("9223372036854775807", .integer(Int.max)),
        ("-9223372036854775808", .integer(Int.min)),
        ("9223372036854775808", .bigInteger("9223372036854775808")),
        ("-9223372036854775809", .bigInteger("-9223372036854775809")),
        ("1.0", .real(1)),
        ("-2.50", .real(-2.5)),
        ("1e3", .real(1000)),
        ("1E+3", .real(1000)),
        ("125e-3", .real(0.125)),
        ("1e400", .real(.infinity)),
        ("Infinity", .real(.infinity)),
        ("-Infinity", .real(-.infinity)),
        ("\"\"", .string("")),
        ("\"é😀\"", .string("é😀")),
        ("[]", .array([])),
        ("[1, \"a\", [null]]", .array([.integer(1), .string("a"), .array([.null])])),
        ("{}", .mapping([:])),
        ("{ \"a\" : { } }", .mapping(["a": .mapping([:])])),
    ]

    @Test(arguments: JSONParsingTests.values)
    func isRead(text: String, value: Document) throws {
        #expect(try Document(json: text) == value)
    }

    @Test func readsNotANumber() throws {
        guard case .real(let value) = try Document(json: "NaN") else {
            Issue.record("NaN is read as something else")
            return
        }
        #expect(value.isNaN)
    }

    static let escapes: [(String, String)] = [
        (#""\"\\\/""#, "\"\\/"),
        (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"),
        (#""a\u0062\u00e9\u00E9""#, "ab\u{E9}\u{E9}"),
        (#""\ud83d\ude00""#, "\u{1F600}"),
        (#""x\uD83D\uDE00y""#, "x\u{1F600}y"),
        (#""\u0000""#, "\u{0}"),
        (#""\ud83d""#, "\u{FFFD}"),
        (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"),
        (#""\ud83dx""#, "\u{FFFD}x"),
        (#""\ud83d\n""#, "\u{FFFD}\n"),
        (#""\ud83d\u0041""#, "\u{FFFD}A"),
        (#""\ud83d\ud83d\ude00""#, "\u{FFFD}\u{1F600}"),
        (#""é\n""#, "\u{E9}\n"),
    ]

    @Test(arguments: JSONParsingTests.escapes)
    func escapesAreResolved(text: String, value: String) throws {
        let read = try #require(try Document(json: text).string)
        #expect(Array(read.utf8) == Array(value.utf8))
    }

    @Test func membersKeepTheirOrder() throws {
        let document = try Document(json: #"{"z": 1, "a": 2, "m": {"b": 3, "a": 4}, "10": 5, "9": 6}"#)
        #expect(document.json == #"{"z": 1, "a": 2, "m": {"b": 3, "a": 4}, "10": 5, "9": 6}"#)
    }

    @Test func repeatedMemberTakesTheLastValueAtItsFirstPlace() throws {
        #expect(try Document(json: #"{"a": 1, "b": 2, "a": 3}"#).json == #"{"a": 3, "b": 2}"#)
    }

    @Test func nestingIsLimited() throws {
        let most = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
        #expect(try Document(json: most).json == most)
        let mapping = String(repeating: "{\"a\":", count: 899) + "{}" + String(repeating: "}", count: 899)
        #expect(try Document(json: mapping).mapping?.count == 1)
        // Siblings do not add up.
        let wide = "[" + String(repeating: "[],", count: 2000) + "[]]"
        #expect(try Document(json: wide).array?.count == 2001)
        for count in [901, 100_000] {
            #expect(throws: JSON.SyntaxError(offset: 900, reason: "nested deeper than 900 levels")) {
                try Document(json: String(repeating: "[", count: count))
            }
        }
    }
}
