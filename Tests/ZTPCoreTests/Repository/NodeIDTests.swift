import Testing

@testable import ZTPCore

/// Which texts name nodes, and which are paths below data_root.
@Suite struct NodeIDTests {
    @Test(arguments: [
        "A", "JPE14140273", "001c73aabbcc", "00:1c:73", "a.b", ".hidden", "...", "a b", "é", "日本", "%2e%2e", "-r",
        "~", "*", "startup-config", String(repeating: "A", count: 255),
    ])
    func isAnID(text: String) {
        #expect(NodeID(rawValue: text)?.rawValue == text)
        #expect(NodeID(rawValue: text)?.description == text)
    }

    @Test(arguments: [
        "", ".", "..", "/", "a/b", "/a", "a/", "../a", "a\\b", "\\", "a\u{0}", "a\nb", "\t", "a\u{7F}", "a\u{85}b",
        "a\u{2028}", "a/\u{301}b", String(repeating: "A", count: 256), String(repeating: "é", count: 128),
    ])
    func isNoID(text: String) {
        #expect(NodeID(rawValue: text) == nil)
    }
}

/// See `RepositoryPath`.
@Suite struct RepositoryPathTests {
    @Test(arguments: [
        ("a", ["a"]), ("templates/ma1.template", ["templates", "ma1.template"]), ("a/b/c", ["a", "b", "c"]),
        (".a", [".a"]), ("...", ["..."]), ("a b", ["a b"]), ("é/日", ["é", "日"]), ("a\\b", ["a\\b"]),
    ])
    func isAPath(text: String, segments: [String]) {
        #expect(RepositoryPath(slashSeparated: text)?.segments == segments)
        #expect(RepositoryPath(segments)?.segments == segments)
        #expect(RepositoryPath(segments)?.description == text)
    }

    @Test(arguments: [
        "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/..", "a/../b", "./a", "a/.", "a\u{0}b",
        String(repeating: "A", count: 256),
    ])
    func isNoPath(text: String) {
        #expect(RepositoryPath(slashSeparated: text) == nil)
    }

    static let wrong: [[String]] = [
        [], [""], ["."], [".."], ["a", ".."], ["a/b"], ["a", ""], ["a\u{0}"], ["a/\u{301}b"],
    ]

    @Test(arguments: RepositoryPathTests.wrong)
    func areNoSegments(segments: [String]) {
        #expect(RepositoryPath(segments) == nil)
    }
}
