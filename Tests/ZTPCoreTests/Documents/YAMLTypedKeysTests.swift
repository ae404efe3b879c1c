import Testing

@testable import ZTPCore

/// YAML for programs whose mappings have keys of any type.
@Suite struct YAMLTypedKeysTests {
    /// Read, and written again.
    @Test(arguments: [
        ("100: a\n'200': b\ntrue: null\n", #"{"m": [[100, "a"], ["200", "b"], [true, null]]}"#),
        ("- 1\n- 1.5\n- 'yes'\n- []\n- {}\n", #"{"l": [1, 1.5, "yes", {"l": []}, {"m": []}]}"#),
        ("l:\n- m: 1\n", #"{"m": [["l", {"l": [{"m": [["m", 1]]}]}]]}"#),
        ("text\n", #""text""#), ("null\n", "null"),
    ])
    func bothWays(yaml: String, json: String) throws {
        let document = try YAML.parseKeepingKeys(Array(yaml.utf8))
        #expect(String(decoding: JSON.encode(document), as: UTF8.self) == json)
        #expect(YAML.encodeKeepingKeys(document).map { String(decoding: $0, as: UTF8.self) } == yaml)
    }

    @Test func mergedAndEmpty() throws {
        #expect(try YAML.parseKeepingKeys([]) == .null)
        let merged = try YAML.parseKeepingKeys(Array("a: &x {1: b}\nc:\n  <<: *x\n  2: d\n".utf8))
        #expect(
            String(decoding: JSON.encode(merged), as: UTF8.self)
                == #"{"m": [["a", {"m": [[1, "b"]]}], ["c", {"m": [[1, "b"], [2, "d"]]}]]}"#)
        #expect(throws: YAMLProblem.self) {
            try YAML.parseKeepingKeys(Array("1: a\n1: b\n".utf8))
        }
    }

    @Test(arguments: [#"{"x": 1}"#, "[1]", #"{"m": 1}"#, #"{"m": [[1]]}"#, #"{"l": [[1]]}"#])
    func nothingOfTheKind(json: String) throws {
        #expect(YAML.encodeKeepingKeys(try JSON.parse(Array(json.utf8))) == nil)
    }
}
