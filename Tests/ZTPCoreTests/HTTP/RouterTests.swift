import HTTPTypes
import Logging
import Testing

@testable import ZTPCore

/// Which route a path belongs to.
@Suite struct RouterTests {
    private static func answer(_ status: HTTPResponse.Status) -> Router.Route.Respond {
        { _, _ in Response(status: status) }
    }

    private static let router = Router(routes: [
        Router.Route([.literal("bootstrap")], .get, answer(.ok)),
        Router.Route([.literal("nodes")], .post, answer(.created)),
        Router.Route([.literal("nodes"), .name], .get, answer(.accepted)),
        Router.Route([.literal("nodes"), .name, .literal("startup-config")], .get, answer(.noContent))
            .and(.put, answer(.resetContent)),
        Router.Route([.literal("files"), .path], .get, answer(.partialContent)),
    ])

    /// The status of the handler that is found with its parameters, or why there is none.
    private func match(_ method: HTTPRequest.Method, _ segments: [String]) -> String {
        switch Self.router.match(method, segments) {
        case .handler(let respond, let parameters):
            let request = Request(method: method, target: "/", logger: Logger(label: "test"))
            let status = respond(request, parameters).status.code
            return "\(status) \(parameters.names.joined(separator: ",")) \(parameters.path.joined(separator: ","))"
        case .methods(let methods): return methods.map(\.rawValue).joined(separator: ", ")
        case .badPath(let problem): return "\(problem)"
        case .nothing: return "nothing"
        }
    }

    static let routes: [(HTTPRequest.Method, [String], String)] = [
        (.get, ["bootstrap"], "200  "),
        (.post, ["nodes"], "201  "),
        (.get, ["nodes", "JPE1"], "202 JPE1 "),
        (.get, ["nodes", "A.B"], "202 A.B "),
        (.get, ["nodes", "startup-config"], "202 startup-config "),
        (.get, ["nodes", "JPE1", "startup-config"], "204 JPE1 "),
        (.put, ["nodes", "JPE1", "startup-config"], "205 JPE1 "),
        (.get, ["files", "a"], "206  a"),
        (.get, ["files", "a", "b.tar.gz"], "206  a,b.tar.gz"),
        (.get, ["files", "a/b", "c"], "206  a,b,c"),
        (.get, ["files", "a/../b"], "dotSegment"),
        (.get, ["files"], "nothing"),
        (.get, [""], "nothing"),
        (.get, [], "nothing"),
        (.get, ["nope"], "nothing"),
        (.get, ["Bootstrap"], "nothing"),
        (.get, ["bootstrap", ""], "nothing"),
        (.get, ["bootstrap", "x"], "nothing"),
        (.get, ["nodes", ""], "nothing"),
        (.get, ["nodes", "a/b"], "nothing"),
        (.get, ["nodes", "a/\u{301}b"], "nothing"),
        (.get, ["nodes", "a\\b"], "nothing"),
        (.get, ["nodes", "JPE1", "definition"], "nothing"),
        (.get, ["nodes", "JPE1", "startup-config", ""], "nothing"),
        (.get, ["nodes"], "POST"),
        (.put, ["nodes"], "POST"),
        (.post, ["bootstrap"], "GET, HEAD"),
        (.delete, ["nodes", "JPE1"], "GET, HEAD"),
        (.post, ["nodes", "JPE1", "startup-config"], "GET, HEAD, PUT"),
        (.put, ["files", "a"], "GET, HEAD"),
        (.options, ["bootstrap"], "GET, HEAD"),
    ]

    @Test(arguments: RouterTests.routes)
    func isFound(method: HTTPRequest.Method, segments: [String], expected: String) {
        #expect(match(method, segments) == expected)
    }

    @Test(
        arguments: [
            (["ztp", "bootstrap"], .without(["ztp"])),
            (["a", "b", "nodes", "JPE1", "startup-config"], .without(["a", "b"])),
            (["ztp", "bootstrap", ""], .without(["ztp"])),
            (["bootstrap", ""], .withoutSlash),
            (["nodes", ""], .withoutSlash),
            (["files", ""], nil),
            (["nope"], nil),
            ([""], nil),
            ([], nil),
            (Array(repeating: "x", count: 16) + ["bootstrap"], nil),
        ] as [([String], Router.Closest?)])
    func closest(segments: [String], expected: Router.Closest?) {
        #expect(Self.router.closest(to: segments) == expected)
    }

    @Test func headIsRoutedLikeGet() {
        let methods: [(HTTPRequest.Method, HTTPRequest.Method)] = [(.head, .get), (.get, .get), (.put, .put)]
        for (method, routed) in methods {
            let request = Request(method: method, target: "/bootstrap", logger: Logger(label: "test"))
            #expect(request.routedMethod == routed)
        }
    }
}
