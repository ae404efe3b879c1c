import Testing

@testable import ZTPCore

/// The segments of a request's path.
@Suite struct RequestPathTests {
    static let targets: [(String, [String])] = [
        ("/", [""]),
        ("", [""]),
        ("/bootstrap", ["bootstrap"]),
        ("/nodes/JPE1/startup-config", ["nodes", "JPE1", "startup-config"]),
        ("//nodes/JPE1", ["nodes", "JPE1"]),
        ("///nodes", ["nodes"]),
        ("//", [""]),
        ("/nodes/", ["nodes", ""]),
        ("/nodes//JPE1", ["nodes", "", "JPE1"]),
        ("/a?b=c/d", ["a"]),
        ("/a#b", ["a"]),
        ("/a%3Fb%23c", ["a?b#c"]),
        ("/a%20b+c", ["a b+c"]),
        ("/a%2Fb/c", ["a/b", "c"]),
        ("/a%2fb", ["a/b"]),
        ("/%C3%A9", ["é"]),
        ("/é", ["é"]),
        ("/%252e%252e", ["%2e%2e"]),
        ("/%25", ["%"]),
        ("/a:b", ["a:b"]),
        ("/...", ["..."]),
        ("/.hidden", [".hidden"]),
        ("/a..b/..c/d..", ["a..b", "..c", "d.."]),
        ("/a%5C..%5Cb", ["a\\..\\b"]),
        ("/a%0Ab", ["a\nb"]),
        ("http://host/a/b?c", ["a", "b"]),
        ("http://host:80", [""]),
        ("HTTPS://host/", [""]),
        ("/x/http://host/a", ["x", "http:", "", "host", "a"]),
    ]

    @Test(arguments: RequestPathTests.targets)
    func isRead(target: String, segments: [String]) {
        #expect(RequestPath.decoding(target: target) == .success(RequestPath(segments: segments)))
    }

    static let problems: [(String, RequestPath.Problem)] = [
        ("/%", .malformedEscape),
        ("/a%2", .malformedEscape),
        ("/a%zz", .malformedEscape),
        ("/a%%20", .malformedEscape),
        ("/a%2/b", .malformedEscape),
        ("/%+1", .malformedEscape),
        ("/a%u0041", .malformedEscape),
        ("/a%00", .nul),
        ("/%ff", .notUTF8),
        ("/%C3", .notUTF8),
        ("/%C3/%A9", .notUTF8),
        ("/%C0%AE%C0%AE", .notUTF8),
        ("/%ED%A0%80", .notUTF8),
        ("/.", .dotSegment),
        ("/..", .dotSegment),
        ("/./a", .dotSegment),
        ("/a/../b", .dotSegment),
        ("/a/..", .dotSegment),
        ("/%2e", .dotSegment),
        ("/%2E%2e/a", .dotSegment),
        ("/.%2e/a", .dotSegment),
        ("/a/%2e./b", .dotSegment),
        ("//../a", .dotSegment),
        ("http://host/../a", .dotSegment),
    ]

    @Test(arguments: RequestPathTests.problems)
    func isRefused(target: String, problem: RequestPath.Problem) {
        #expect(RequestPath.decoding(target: target) == .failure(problem))
    }

    static let decoded: [(String, [String])] = [
        ("/nodes/JPE1", ["nodes", "JPE1"]), ("//nodes", ["nodes"]), ("/a/", ["a", ""]), ("/100%", ["100%"]),
        ("/%2e%2e", ["%2e%2e"]), ("", [""]), ("/", [""]), ("/a b/é?#", ["a b", "é?#"]),
        ("/files/\u{301}x", ["files", "\u{301}x"]),
    ]

    @Test(arguments: RequestPathTests.decoded)
    func decodedPathIsTakenAsItIs(path: String, segments: [String]) throws {
        #expect(try RequestPath(decoded: path).segments == segments)
    }

    @Test func decodedPathIsCheckedToo() {
        #expect(throws: RequestPath.Problem.nul) { try RequestPath(decoded: "/a\u{0}") }
        for path in ["/..", "/a/./b", "/../a"] {
            #expect(throws: RequestPath.Problem.dotSegment) { try RequestPath(decoded: path) }
        }
    }

    static let separations: [([String], [String])] = [
        (["a", "b", "c.txt"], ["a", "b", "c.txt"]),
        (["a/b", "c.txt"], ["a", "b", "c.txt"]),
        (["a/b/c.txt"], ["a", "b", "c.txt"]),
        (["a", "", "b"], ["a", "b"]),
        (["a//b"], ["a", "b"]),
        (["a"], ["a"]),
        (["a", ""], ["a", ""]),
        (["a/"], ["a", ""]),
        (["/a"], ["", "a"]),
        ([""], [""]),
        ([], []),
        ([".a", "b.."], [".a", "b.."]),
        (["a", "/\u{301}b"], ["a", "\u{301}b"]),
    ]

    @Test(arguments: RequestPathTests.separations)
    func encodedSlashesSeparateAgain(segments: [String], parts: [String]) throws {
        #expect(try RequestPath.separatingAgain(segments) == parts)
    }

    @Test(arguments: [["../a"], ["a/.."], ["a/../b"], ["a", "./b"], ["a/."], ["a", "b/..", "c"]])
    func everyPartIsChecked(segments: [String]) {
        #expect(throws: RequestPath.Problem.dotSegment) { try RequestPath.separatingAgain(segments) }
    }
}
