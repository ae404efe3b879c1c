import OrderedCollections
import Testing

@testable import ZTPCore

/// What is written as YAML reads back as the same.
@Suite struct YAMLWritingTests {
    static let texts: [String] = [
        "", " ", "a", "a b", " a", "a ", "yes", "No", "ON", "off", "true", "null", "Null", "~", "y", "n",
        "0", "1234", "001122334455", "010", "08", "0x1F", "0b11", "1_000", "+4", "-4", "12:30", "1.", ".5", "1.5",
        "1e3", "1.5e+3", ".inf", ".nan", "10.10", "10.0.0.1", "2026-01-31", "00:1c:73:aa:bb:cc", "=", "<<", "-", "?",
        "- a", "-a", "? a", "a: b", "a:b", "a:", ":a", "a #b", "a#b", "#a", "'", "''", "it's", "\"", "\"a\"", "*a",
        "&a", "!a", "!!str a", "%a", "@a", "`a", "|", ">", "{a", "a}", "[a", "a]", ",", "a,b", "---", "...", "--- a",
        "\\", "\\n", "$a", "${a}", "allocate('x')", "regex(\"a b\")", "a\nb", "a\n", "\na", "\n", "\n\n", "a\r\nb",
        "a\rb",
        "a\n  b\n", "  a\nb", "a\tb", "\t", "a\u{0}b", "a\u{1B}b", "a\u{7F}b", "a\u{85}b", "a\u{A0}b", "a\u{2028}b",
        "a\u{FEFF}b", "é", "e\u{301}", "日本", "😀", "a\u{FFFD}b", "any:any",
        String(repeating: "long line ", count: 50),
    ]

    @Test(arguments: YAMLWritingTests.texts)
    func textStaysText(text: String) throws {
        for document in [Document.string(text), .array([.string(text)]), .mapping(["k": .string(text)])] {
            #expect(try YAML.parse(YAML.encode(document)).json == document.json)
        }
    }

    @Test(arguments: YAMLWritingTests.texts)
    func keyStaysTheSame(text: String) throws {
        for document in [
            Document.mapping([ExactText(text): .integer(1)]), .mapping(["m": .mapping([ExactText(text): .array([])])]),
        ] {
            #expect(try YAML.parse(YAML.encode(document)).json == document.json)
        }
    }

    static let documents: [String] = [
        "null", "true", "false", "0", "-17", "9223372036854775807", "123456789012345678901234567890",
        "-123456789012345678901234567890", "0.0", "-0.0", "0.1", "-2.5", "1e16", "1e-05", "5e-324", "1.5e-07",
        "1.7976931348623157e308", "Infinity", "-Infinity", "NaN", "[]", "{}", "[[]]", "[{}]", "[[1, [2]], []]",
        #"{"a": [], "b": {}}"#, #"{"z": 1, "a": {"y": [1, "1", null, "null"], "b": {"c": true}}}"#,
        #"[{"a": 1, "b": [2]}, {"a": "yes"}]"#, #"{"1": 1, "true": true, "": "", "a b": "a b"}"#,
        #"{"name": "leaf", "interfaces": [{"Ethernet1-4": "spine1:any"}, {"any": {"device": "$d"}}]}"#,
    ]

    @Test(arguments: YAMLWritingTests.documents)
    func documentStaysTheSame(text: String) throws {
        let document = try Document(json: text)
        #expect(try YAML.parse(YAML.encode(document)).json == document.json)
        #expect(document.yaml == String(decoding: YAML.encode(document), as: UTF8.self))
    }

    /// Text that a reader of YAML 1.1 would take for something else is quoted, and only that.
    @Test(arguments: [
        ("001122334455", "k: '001122334455'\n"), ("1234", "k: '1234'\n"), ("yes", "k: 'yes'\n"), ("", "k: ''\n"),
        ("~", "k: '~'\n"), ("12:30", "k: '12:30'\n"), ("any:any", "k: any:any\n"), ("spine1", "k: spine1\n"),
        ("é", "k: é\n"), ("$d", "k: $d\n"), ("10.0.0.1", "k: 10.0.0.1\n"),
    ])
    func quotes(text: String, yaml: String) {
        #expect(Document.mapping(["k": .string(text)]).yaml == yaml)
    }

    @Test func mappingsKeepTheirOrder() throws {
        let document = try Document(json: #"{"z": 1, "a": 2, "m": 3}"#)
        #expect(document.yaml == "z: 1\na: 2\nm: 3\n")
    }

    @Test func longTextsStayOnOneLine() {
        let text = String(repeating: "word ", count: 100) + "end"
        #expect(Document.mapping(["k": .string(text)]).yaml == "k: \(text)\n")
    }
}
