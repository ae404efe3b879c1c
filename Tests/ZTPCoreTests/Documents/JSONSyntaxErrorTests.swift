import Testing

@testable import ZTPCore

/// Texts that are no JSON, and what is said about them.
@Suite struct JSONSyntaxErrorTests {
    static let errors: [(String, Int, String)] = [
        ("", 0, "a value is missing"),
        ("  ", 2, "a value is missing"),
        ("[", 1, "a value is missing"),
        ("[1,", 3, "a value is missing"),
        ("[1,]", 3, "no value starts like this"),
        ("[1 2]", 3, "',' or ']' is missing"),
        ("{", 1, "a member name in quotes is missing"),
        ("{a: 1}", 1, "a member name in quotes is missing"),
        ("{'a': 1}", 1, "a member name in quotes is missing"),
        ("{\"a\": 1,}", 8, "a member name in quotes is missing"),
        ("{\"a\" 1}", 5, "':' is missing"),
        ("{\"a\":1 2}", 7, "',' or '}' is missing"),
        ("1 2", 2, "something follows the value"),
        ("{} x", 3, "something follows the value"),
        ("null,", 4, "something follows the value"),
        ("nul", 0, "no value starts like this"),
        ("True", 0, "no value starts like this"),
        ("+1", 0, "no value starts like this"),
        (".5", 0, "no value starts like this"),
        ("-", 1, "a digit is missing"),
        ("1.", 2, "a digit is missing"),
        ("1.e3", 2, "a digit is missing"),
        ("1e", 2, "a digit is missing"),
        ("1e+", 3, "a digit is missing"),
        ("\"abc", 4, "a text is not closed"),
        ("\"a\\", 3, "a text is not closed"),
        ("\"a\nb\"", 2, "a control character in a text must be escaped"),
        ("\"é\t\"", 3, "a control character in a text must be escaped"),
        ("// comment", 0, "no value starts like this"),
        ("a: 1\n", 0, "no value starts like this"),
    ]

    @Test(arguments: JSONSyntaxErrorTests.errors)
    func isRefused(text: String, offset: Int, reason: String) {
        #expect(throws: JSON.SyntaxError(offset: offset, reason: reason)) { try Document(json: text) }
    }

    static let reasons: [(String, String)] = [
        ("01", "a number starts with a needless 0"),
        ("-007", "a number starts with a needless 0"),
        (#""\x""#, "'\\' is followed by something unknown"),
        (#""\'""#, "'\\' is followed by something unknown"),
        (#""\u12""#, "four hex digits are missing"),
        (#""\u12g4""#, "four hex digits are missing"),
        (#""\u+123""#, "four hex digits are missing"),
    ]

    @Test(arguments: JSONSyntaxErrorTests.reasons)
    func reasonIsGiven(text: String, reason: String) {
        #expect(throws: JSON.SyntaxError.self) { try Document(json: text) }
        do { _ = try Document(json: text) } catch { #expect((error as? JSON.SyntaxError)?.reason == reason) }
    }

    static let notUTF8: [[UInt8]] = [
        [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0xAE, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
        [0x22, 0x5C, 0x6E, 0xE9, 0x22],
    ]

    @Test(arguments: JSONSyntaxErrorTests.notUTF8)
    func textMustBeUTF8(bytes: [UInt8]) {
        #expect(throws: JSON.SyntaxError.self) { try JSON.parse(bytes) }
        do { _ = try JSON.parse(bytes) } catch { #expect(error.reason == "a text is not UTF-8") }
    }
}
