import Testing

@testable import ZTPCore

/// The URL at which switches reach the server.
@Suite struct ServerURLTests {
    static let prefixes: [(String, [String])] = [
        ("http://ztpserver:8080", []), ("http://ztpserver:8080/", []), ("https://h", []), ("HTTP://h", []),
        ("http://h/ztp", ["ztp"]), ("http://h/ztp/", ["ztp"]), ("http://h/a/b", ["a", "b"]),
        ("http://h/a//b/", ["a", "b"]), ("http://h/a%20b", ["a b"]), ("http://10.0.0.1:80/x", ["x"]),
        ("http://[2001:db8::1]:8080/ztp", ["ztp"]), ("http://h/%C3%A9", ["é"]),
    ]

    @Test(arguments: ServerURLTests.prefixes)
    func pathIsThePrefix(text: String, prefix: [String]) throws {
        let url = try #require(ServerURL(text))
        #expect(url.prefix == prefix)
        #expect(url.text == text)
    }

    @Test(arguments: [
        "", "h", "//h", "h:8080", "ftp://h", "http:/h", "http//h", "http://", "http:///x", "https:///", "http://:80",
        "http://h?x", "http://h/?x", "http://h/#x", "http://h#x", " http://h", "http://h ", "http://h /x",
        "http://h/a b",
        "http://h/../x", "http://h/.", "http://h/%2e%2e", "http://h/%zz", "http://h/%", "http://h/%00", "http://h/%ff",
    ])
    func isNoServer(text: String) {
        #expect(ServerURL(text) == nil)
    }

    static let joints: [(String, [String], String)] = [
        ("http://h:8080", ["nodes", "JPE1"], "http://h:8080/nodes/JPE1"),
        ("http://h:8080/", ["nodes", "JPE1"], "http://h:8080/nodes/JPE1"),
        ("http://h/ztp", ["nodes", "JPE1"], "http://h/ztp/nodes/JPE1"),
        ("http://h/ztp/", ["nodes", "JPE1"], "http://h/ztp/nodes/JPE1"),
        ("http://h/ztp//", ["nodes", "JPE1"], "http://h/ztp/nodes/JPE1"),
        ("http://h/a%20b", ["nodes", "a:b"], "http://h/a%20b/nodes/a:b"),
        ("http://h", ["nodes", "a b"], "http://h/nodes/a%20b"),
        ("http://h", ["nodes", "a/b"], "http://h/nodes/a%2Fb"),
        ("http://h", ["nodes", "a%b"], "http://h/nodes/a%25b"),
        ("http://h", ["nodes", "a?b#c"], "http://h/nodes/a%3Fb%23c"),
        ("http://h", ["nodes", "é"], "http://h/nodes/%C3%A9"),
        ("http://h", ["nodes", "\t"], "http://h/nodes/%09"),
        ("http://h", ["nodes", "A-z.0_9~"], "http://h/nodes/A-z.0_9~"),
    ]

    @Test(arguments: ServerURLTests.joints)
    func joinsWithOneSlash(text: String, segments: [String], joined: String) throws {
        let url = try #require(ServerURL(text))
        #expect(url.joining(segments[0], segments[1]) == joined)
    }

    @Test func joinsWhatFollowsAnID() throws {
        let url = try #require(ServerURL("http://h/ztp/"))
        #expect(url.joining("nodes", "00:1c:73", "startup-config") == "http://h/ztp/nodes/00:1c:73/startup-config")
    }
}
