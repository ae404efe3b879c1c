import HTTPTypes

/// Finds the handler of a path. Knows nothing of what the handlers do.
struct Router: Sendable {
    /// What a segment of a route's path may be.
    enum Component: Sendable, Equatable {
        case literal(String)
        /// Exactly one segment, which must be a name.
        case name
        /// One segment or more: a path of its own.
        case path
    }

    /// One path of the protocol with the handler of each method.
    struct Route: Sendable {
        let components: [Component]
        private(set) var handlers: [(method: HTTPRequest.Method, respond: Respond)]

        typealias Respond = @Sendable (Request, Parameters) -> Response

        init(_ components: [Component], _ method: HTTPRequest.Method = .get, _ respond: @escaping Respond) {
            self.components = components
            handlers = [(method, respond)]
        }

        /// The route with another method.
        func and(_ method: HTTPRequest.Method, _ respond: @escaping Respond) -> Route {
            var route = self
            route.handlers.append((method, respond))
            return route
        }
    }

    /// What stood where a route has `.name` and `.path`.
    struct Parameters: Sendable, Equatable {
        var names: [String] = []
        /// Split at every slash, encoded ones included.
        var path: [String] = []
    }

    enum Match {
        case handler(Route.Respond, Parameters)
        /// The path is known, the method is not; these are.
        case methods([HTTPRequest.Method])
        case badPath(RequestPath.Problem)
        case nothing
    }

    let routes: [Route]

    func match(_ method: HTTPRequest.Method, _ segments: [String]) -> Match {
        for route in routes {
            let parameters: Parameters?
            do { parameters = try route.parameters(of: segments) } catch { return .badPath(error) }
            guard let parameters else { continue }
            if let (_, respond) = route.handlers.first(where: { $0.method == method }) {
                return .handler(respond, parameters)
            }
            return .methods(route.allowedMethods)
        }
        return .nothing
    }
}

extension Router.Route {
    /// HEAD works wherever GET does.
    var allowedMethods: [HTTPRequest.Method] {
        handlers.flatMap { $0.method == .get ? [.get, .head] : [$0.method] }
    }

    /// Nil when the path is none of this route's.
    func parameters(of segments: [String]) throws(RequestPath.Problem) -> Router.Parameters? {
        var parameters = Router.Parameters()
        var rest = segments[...]
        for component in components {
            guard let segment = rest.first else { return nil }
            switch component {
            case .literal(let text):
                guard segment.isSame(as: text) else { return nil }
                rest = rest.dropFirst()
            case .name:
                guard !segment.isEmpty, !segment.utf8.contains(UInt8(ascii: "/")),
                    !segment.utf8.contains(UInt8(ascii: "\\"))
                else { return nil }
                parameters.names.append(segment)
                rest = rest.dropFirst()
            case .path:
                parameters.path = try RequestPath.separatingAgain(rest)
                rest = []
            }
        }
        return rest.isEmpty ? parameters : nil
    }
}
