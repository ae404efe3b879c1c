import Testing

@testable import ZTPCore

/// Which texts are calls: `(\w+)(?=\(\S+\))\(['|"](.+?)['|"]\)`, matched at the start.
@Suite struct PluginCallTests {
    static let calls: [(String, String, String)] = [
        ("allocate('mgmt')", "allocate", "mgmt"),
        ("f(\"a\")", "f", "a"),
        ("f('a\")", "f", "a"),
        ("f(|a|)", "f", "a"),
        ("f('a','b')", "f", "a','b"),
        ("f('a')x y", "f", "a"),
        ("f('a') b('c')", "f", "a"),
        ("f('a')('b c')", "f", "a"),
        ("f('a')\n", "f", "a"),
        ("f('(a)')", "f", "(a)"),
        ("f('a'')", "f", "a'"),
        ("f(''')", "f", "'"),
        ("f('')x')", "f", "')x"),
        ("f(\"a'b\")", "f", "a'b"),
        ("f_1('a')", "f_1", "a"),
        ("1('a')", "1", "a"),
        ("é('é')", "é", "é"),
        ("f('$a')", "f", "$a"),
    ]

    @Test(arguments: PluginCallTests.calls)
    func isACall(text: String, name: String, argument: String) throws {
        let call = try #require(PluginCall(text))
        #expect(call.name == name)
        #expect(call.argument == argument)
        #expect(call.text == text)
    }

    @Test(arguments: [
        ("f('a')", ""), ("f('a')/24", "/24"), ("f('a') b('c')", " b('c')"), ("f('a')\n", "\n"), ("f('a'')", ""),
    ])
    func dropsWhatIsBehind(text: String, dropped: String) throws {
        #expect(try #require(PluginCall(text)).dropped == dropped)
    }

    @Test(arguments: [
        "", "f", "f(", "f()", "f(a)", "f('')", "f('a'", "f('a)", "f(a')", "x f('a')", " f('a')", "f ('a')", "('a')",
        "$f('a')", "f-g('a')", "f.g('a')", "f('a b')", "f('a b') c)", "f('a b')c')", "f('a' )", "f( 'a')", "f('a\tb')",
        "f('a\nb')", "f('a\u{A0}b')", "f[’a’]", "f(`a`)", "f\n('a')",
    ])
    func staysText(text: String) {
        #expect(PluginCall(text) == nil)
    }
}
