import OrderedCollections
import Testing

@testable import ZTPCore

/// What a value is taken for.
@Suite struct DocumentTests {
    static let kinds: [(String, Bool, String)] = [
        ("null", false, "null"),
        ("false", false, "a boolean"),
        ("true", true, "a boolean"),
        ("0", false, "a number"),
        ("-1", true, "a number"),
        ("0.0", false, "a number"),
        ("0.5", true, "a number"),
        ("123456789012345678901234567890", true, "a number"),
        ("\"\"", false, "text"),
        ("\"no\"", true, "text"),
        ("\"0\"", true, "text"),
        ("[]", false, "a list"),
        ("[null]", true, "a list"),
        ("{}", false, "a mapping"),
        ("{\"a\": null}", true, "a mapping"),
    ]

    @Test(arguments: DocumentTests.kinds)
    func countsAs(text: String, isTruthy: Bool, kind: String) throws {
        let document = try Document(json: text)
        #expect(document.isTruthy == isTruthy)
        #expect(document.kind == kind)
    }

    @Test func subscriptTakesMembersOnly() throws {
        let document = try Document(json: #"{"a": 1}"#)
        #expect(document["a"] == .integer(1))
        #expect(document["b"] == nil)
        #expect(Document.array([.string("a")])["a"] == nil)
        #expect(Document.string("a")["a"] == nil)
    }
}
