import Testing

@testable import ZTPCore

/// The bootstrap script, with the server's URL put in as Python's `Template.safe_substitute` does it.
@Suite struct BootstrapScriptTests {
    private func render(_ template: String, _ url: String = "URL") -> String {
        String(decoding: BootstrapScript.render(Array(template.utf8), serverURL: url), as: UTF8.self)
    }

    static let substitutions: [(String, String)] = [
        ("", ""),
        ("no variable", "no variable"),
        ("$SERVER", "URL"),
        ("${SERVER}", "URL"),
        ("a $SERVER b ${SERVER} c", "a URL b URL c"),
        ("$SERVER$SERVER", "URLURL"),
        ("${SERVER}S", "URLS"),
        ("'$SERVER'", "'URL'"),
        ("$SERVER.y", "URL.y"),
        ("$SERVER/x", "URL/x"),
        ("$SERVER-x", "URL-x"),
        ("$SERVERé", "URLé"),
        ("$$", "$"),
        ("$$SERVER", "$SERVER"),
        ("$$$SERVER", "$URL"),
        ("$$$$SERVER", "$$SERVER"),
        ("$${SERVER}", "${SERVER}"),
        ("$SERVERS", "$SERVERS"),
        ("$SERVER_", "$SERVER_"),
        ("$SERVER1", "$SERVER1"),
        ("$server", "$server"),
        ("$Server", "$Server"),
        ("$_x", "$_x"),
        ("$_SERVER", "$_SERVER"),
        ("${server}", "${server}"),
        ("${SERVERS}", "${SERVERS}"),
        ("${SERVER", "${SERVER"),
        ("${ SERVER}", "${ SERVER}"),
        ("${SERVER }", "${SERVER }"),
        ("${}", "${}"),
        ("${${SERVER}}", "${URL}"),
        ("$", "$"),
        ("cost: $", "cost: $"),
        ("$1", "$1"),
        ("$ SERVER", "$ SERVER"),
        ("$1$SERVER", "$1URL"),
        ("%s {SERVER} @SERVER@", "%s {SERVER} @SERVER@"),
    ]

    @Test(arguments: BootstrapScriptTests.substitutions)
    func variables(template: String, script: String) {
        #expect(render(template) == script)
    }

    @Test func urlIsPutInAsItIs() {
        #expect(render("'$SERVER'", "http://h:8080/a/") == "'http://h:8080/a/'")
        #expect(render("$SERVER", "http://h/$SERVER/$$") == "http://h/$SERVER/$$")
    }

    static let lineEnds: [(String, String)] = [
        ("a\nb\n", "a\nb\n"), ("a\r\nb\r\n", "a\nb\n"), ("a\rb\r", "a\nb\n"), ("a\r\r\nb", "a\n\nb"),
        ("a\n\rb", "a\n\nb"), ("\r\n", "\n"), ("\r", "\n"), ("\n", "\n"), ("$SERVER\r\n$SERVER\r", "URL\nURL\n"),
    ]

    @Test(arguments: BootstrapScriptTests.lineEnds)
    func lineEndsAreUnix(template: String, script: String) {
        #expect(render(template) == script)
    }

    @Test func bytesNeedNotBeUTF8() {
        let template = [0xFF, 0x00, 0xC3] + Array("$SERVER".utf8) + [0xE9, 0x0D, 0x0A]
        #expect(
            BootstrapScript.render(template, serverURL: "U") == [0xFF, 0x00, 0xC3, 0x55, 0xE9, 0x0A])
    }
}
