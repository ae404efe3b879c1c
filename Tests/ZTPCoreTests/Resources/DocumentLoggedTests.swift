import OrderedCollections
import Testing

@testable import ZTPCore

/// How the log names a value.
@Suite struct DocumentLoggedTests {
    @Test(arguments: [
        (Document.string("10.0.0.1"), #""10.0.0.1""#),
        (.string("a\n\u{1b}[2J\u{202e}é"), #""a\n\u001b[2J\u202e\u00e9""#),
        (.integer(7), "7"),
        (.null, "null"),
        (.array([.integer(1), .mapping(["rack": .string("a")])]), #"[1, {"rack": "a"}]"#),
        (.string(String(repeating: "a", count: 300)), "\"" + String(repeating: "a", count: 199) + "…"),
    ])
    func isItsJSON(value: Document, text: String) {
        #expect(value.logged == text)
    }
}
