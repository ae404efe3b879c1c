import OrderedCollections
import Testing

@testable import ZTPCore

/// Mappings, lists, anchors and merges of YAML texts, and what is said about broken ones.
@Suite struct YAMLStructureTests {
    static let documents: [(String, String)] = [
        ("", "null"),
        ("# nothing\n", "null"),
        ("---\n", "null"),
        ("{}", "{}"),
        ("[]\n", "[]"),
        ("\u{FEFF}a: 1\n", #"{"a": 1}"#),
        ("z: 1\na: 2\n10: 3\n9: 4\n", #"{"z": 1, "a": 2, "10": 3, "9": 4}"#),
        ("a:\n- 1\n- b: 2\n  c:\n- \n", #"{"a": [1, {"b": 2, "c": null}, null]}"#),
        ("a: |\n  x\n  y\nb: >\n  x\n  y\n", #"{"a": "x\ny\n", "b": "x y\n"}"#),
        ("a: 'it''s'\nb: \"t\\tb\"\n", #"{"a": "it's", "b": "t\tb"}"#),
        ("a: &x 1\nb: *x\n", #"{"a": 1, "b": 1}"#),
        ("a: &x [1, 2]\nb: [*x, *x]\n", #"{"a": [1, 2], "b": [[1, 2], [1, 2]]}"#),
        ("b: &b {x: 1, y: 2}\nd:\n  y: 3\n  <<: *b\n", #"{"b": {"x": 1, "y": 2}, "d": {"x": 1, "y": 3}}"#),
        ("d: {<<: {x: 1}, y: 2}\n", #"{"d": {"x": 1, "y": 2}}"#),
        ("d: {<<: {<<: {x: 1, y: 1}, y: 2}, z: 3}\n", #"{"d": {"x": 1, "y": 2, "z": 3}}"#),
        ("d: {'<<': 1}\n", #"{"d": {"<<": 1}}"#),
        ("a: {x: 1}\nb: {x: 2}\n", #"{"a": {"x": 1}, "b": {"x": 2}}"#),
        ("a: \"\\ud83d\\ude00\"\n", #"{"a": "\ud83d\ude00"}"#),
        (#"{"a": "x\ud83d\ude00y\u00e9", "b": [1.5]}"#, #"{"a": "x\ud83d\ude00y\u00e9", "b": [1.5]}"#),
    ]

    @Test(arguments: YAMLStructureTests.documents)
    func isRead(text: String, json: String) throws {
        #expect(try Document(yaml: text).json == json)
    }

    @Test func firstMappingOfAMergedListWins() throws {
        let document = try Document(yaml: "d: {<<: [{x: 1}, {x: 2, y: 3}, {y: 4, z: 5}]}\n")
        #expect(document["d"]?["x"] == .integer(1))
        #expect(document["d"]?["y"] == .integer(3))
        #expect(document["d"]?["z"] == .integer(5))
        #expect(document["d"]?.mapping?.count == 3)
    }

    /// A broken text, the line that is named, and what is said.
    static let errors: [(String, Int, String)] = [
        ("a: 1\nb: 2\n? [x, y]\n: 3\n", 3, "a list or mapping cannot be a key"),
        ("a: 1\n? {x: y}\n: 3\n", 2, "a list or mapping cannot be a key"),
        ("a: 1\nb: {<<: 5}\n", 2, "'<<' merges mappings only"),
        ("a: 1\nb: {<<: [{x: 1}, 5]}\n", 2, "'<<' merges mappings only"),
        ("a: 1\nb: !foo x\n", 2, "unknown tag !foo"),
        ("a: 1\nb: !foo [x]\n", 2, "unknown tag !foo"),
        ("a: 1\nyes: x\ntrue: y\n", 3, "key 'true' appears twice in one mapping"),
    ]

    @Test(arguments: YAMLStructureTests.errors)
    func isRefused(text: String, line: Int, reason: String) {
        #expect(throws: YAMLProblem.self) { try Document(yaml: text) }
        do { _ = try Document(yaml: text) } catch {
            let problem = error as? YAMLProblem
            #expect(problem?.mark?.line == line)
            #expect(problem?.reason == reason)
        }
    }

    /// Either place of the key may be named.
    @Test(arguments: [
        ("a: 1\nb: 2\na: 3\n", [1, 3], 1, "a"), ("x:\n  b: 1\n  c: 2\n  b: 3\n", [2, 4], 3, "b"),
        ("x: {b: 1,\n    b: 2}\n", [1, 2], 5, "b"), ("- c: 1\n  'c': 1\n", [1, 2], 3, "c"),
    ])
    func keyStandsTwice(text: String, lines: [Int], column: Int, key: String) {
        #expect(throws: YAMLProblem.self) { try Document(yaml: text) }
        do { _ = try Document(yaml: text) } catch {
            let problem = error as? YAMLProblem
            #expect(problem?.reason == "key '\(key)' appears twice in one mapping")
            #expect(lines.contains(problem?.mark?.line ?? 0))
            #expect(problem?.mark?.column == column)
        }
    }

    @Test(arguments: [
        ("a: 1\nb: [1\n", 3), ("a: 1\n b: 2\n", 2), ("a: *x\n", 1), ("a: 1\n- b\n", 2), ("a: 1\n\tb: 2\n", 2),
        ("a: \"x\n", 2), ("a: 1\nb: 'x' y\n", 2),
    ])
    func syntaxErrorsNameTheLine(text: String, last: Int) {
        #expect(throws: YAMLProblem.self) { try Document(yaml: text) }
        do { _ = try Document(yaml: text) } catch {
            let line = (error as? YAMLProblem)?.mark?.line ?? 0
            #expect((1...last).contains(line))
        }
    }

    @Test func bytesMustBeUTF8() {
        #expect(throws: YAMLProblem(mark: SourceMark(line: 1, column: 2), reason: "this is not text in UTF-8")) {
            try YAML.parse([0x61, 0xFF])
        }
    }

    @Test func aliasesCannotFillTheMemory() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(throws: YAMLProblem.self) { try Document(yaml: text) }
        do { _ = try Document(yaml: text) } catch {
            #expect((error as? YAMLProblem)?.reason == "there are more than 1000000 values")
        }
    }

    @Test func nestingIsLimited() {
        for count in [5000, 100_000] {
            #expect(throws: YAMLProblem.self) { try Document(yaml: String(repeating: "[", count: count)) }
        }
    }

    @Test func problemsReadWell() {
        let problem = YAMLProblem(mark: SourceMark(line: 3, column: 5), reason: "what is wrong")
        #expect("\(problem)" == "3:5: what is wrong")
        #expect("\(YAMLProblem(mark: nil, reason: "what is wrong"))" == "what is wrong")
    }
}
