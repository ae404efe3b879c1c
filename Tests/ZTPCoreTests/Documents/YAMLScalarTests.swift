import OrderedCollections
import Testing

@testable import ZTPCore

/// The types of plain scalars, those of YAML 1.1 as PyYAML reads it. Dates stay text.
@Suite struct YAMLScalarTests {
    /// A value, and what it is in JSON.
    static let values: [(String, String)] = [
        ("yes", "true"), ("Yes", "true"), ("YES", "true"), ("no", "false"), ("No", "false"), ("NO", "false"),
        ("on", "true"), ("On", "true"), ("ON", "true"), ("off", "false"), ("Off", "false"), ("OFF", "false"),
        ("true", "true"), ("True", "true"), ("TRUE", "true"), ("false", "false"), ("False", "false"),
        ("FALSE", "false"), ("y", #""y""#), ("n", #""n""#), ("Y", #""Y""#), ("N", #""N""#), ("yEs", #""yEs""#),
        ("tRUE", #""tRUE""#), ("~", "null"), ("null", "null"), ("Null", "null"), ("NULL", "null"),
        ("nULL", #""nULL""#), ("010", "8"), ("0644", "420"), ("0o17", #""0o17""#), ("08", #""08""#),
        ("0x1F", "31"), ("0x", #""0x""#), ("0xG", #""0xG""#), ("0b11", "3"), ("0b12", #""0b12""#),
        ("1_000", "1000"), ("+4", "4"), ("-4", "-4"), ("12:30", "750"), ("12:60", #""12:60""#),
        ("1:2:3", "3723"), ("190:20:30", "685230"), ("-12:30", "-750"), ("1.", "1.0"), (".5", "0.5"),
        ("-.5", #""-.5""#), ("1e3", #""1e3""#), ("1.5e3", #""1.5e3""#), ("1.5e+3", "1500.0"),
        ("1.5E+3", "1500.0"), ("1.5e-3", "0.0015"), ("1.e+3", "1000.0"), ("1e+3", #""1e+3""#), ("4.20", "4.2"),
        ("4.20.1F", #""4.20.1F""#), ("0", "0"), ("-0", "0"), ("00", "0"), ("09", #""09""#), ("1__0", "10"),
        ("_1", #""_1""#), ("0.1", "0.1"), ("-0.0", "-0.0"), (".inf", "Infinity"), ("-.inf", "-Infinity"),
        ("+.inf", "Infinity"), (".Inf", "Infinity"), (".INF", "Infinity"), (".nan", "NaN"), (".NaN", "NaN"),
        (".NAN", "NaN"), ("190:20:30.15", "685230.15"), ("1.2.3.4", #""1.2.3.4""#), ("+", #""+""#),
        (".", #"".""#), ("..", #""..""#), ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("-9223372036854775809", "-9223372036854775809"),
        ("0777777777777777777777777", "4722366482869645213695"), ("12e03", #""12e03""#), ("1_0.5", "10.5"),
        ("1._5", "1.5"), ("._5", #""._5""#), ("0x_1F", "31"), ("0b_1", "1"), ("1:5", "65"),
        ("01:30", #""01:30""#), ("0:30", #""0:30""#), ("-0x1F", "-31"), ("+0b11", "3"), ("-010", "-8"),
        ("0B11", #""0B11""#), ("0X1F", #""0X1F""#), ("1.0_0", "1.0"),
        ("9223372036854775807", "9223372036854775807"), ("9223372036854775808", "9223372036854775808"),
        ("2026-01-31", #""2026-01-31""#), ("2026-01-31 10:20:30", #""2026-01-31 10:20:30""#),
        ("2026-01-31T10:20:30Z", #""2026-01-31T10:20:30Z""#), ("", "null"), ("'yes'", #""yes""#),
        (#""010""#, #""010""#), ("'~'", #""~""#), ("''", "\"\""),
    ]

    @Test(arguments: YAMLScalarTests.values)
    func isTyped(text: String, json: String) throws {
        #expect(try Document(yaml: "v: \(text)\n")["v"]?.json == json)
        if !text.isEmpty { #expect(try Document(yaml: "[\(text)]").array?.first?.json == json) }
    }

    static let tagged: [(String, String)] = [
        ("!!str 5", #""5""#), ("! 5", #""5""#), ("!!int '0x10'", "16"), ("!!float '3'", "3.0"), ("!!null ''", "null"),
        ("!!bool 'yes'", "true"), ("!!timestamp 2026-01-31", #""2026-01-31""#), ("!!seq [1]", "[1]"),
        ("!!map {a: 1}", #"{"a": 1}"#), ("!!str", "\"\""),
    ]

    @Test(arguments: YAMLScalarTests.tagged)
    func tagDecides(text: String, json: String) throws {
        #expect(try Document(yaml: "v: \(text)\n")["v"]?.json == json)
    }

    @Test(arguments: [
        "!foo x", "!foo {a: 1}", "!foo [1]", "!!python/object:os.system x", "!!int x", "!!bool 5", "!!float x", "=",
    ])
    func cannotBeRead(text: String) {
        #expect(throws: YAMLProblem.self) { try Document(yaml: "a: 1\nv: \(text)\n") }
        do { _ = try Document(yaml: "a: 1\nv: \(text)\n") } catch { #expect((error as? YAMLProblem)?.mark?.line == 2) }
    }

    static let keys: [(String, String)] = [
        ("5", "5"), ("010", "8"), ("1.0", "1.0"), ("1e3", "1e3"), ("true", "true"), ("yes", "true"), ("Off", "false"),
        ("~", "null"), ("null", "null"), ("'5'", "5"), ("\"null\"", "null"), ("a b", "a b"),
        ("2026-01-31", "2026-01-31"),
        ("é", "é"), ("''", ""),
    ]

    @Test(arguments: YAMLScalarTests.keys)
    func keyIsText(text: String, key: String) throws {
        #expect(try Document(yaml: "\(text): x\n").mapping?.keys.first == ExactText(key))
    }
}
