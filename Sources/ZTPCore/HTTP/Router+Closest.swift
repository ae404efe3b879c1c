import HTTPTypes

extension Router {
    /// What would make a path that no route has fit one, most often because a web server maps another path than that of
    /// server_url.
    enum Closest: Equatable {
        /// It has these segments in front of a known path.
        case without([String])
        /// It ends with a slash.
        case withoutSlash
    }

    /// Looks for the longest end of the path that a route has.
    func closest(to segments: [String]) -> Closest? {
        let whole = segments.count > 1 && segments.last == "" ? segments.dropLast() : segments[...]
        // No path of a web server is deeper, and a client chooses this one.
        for count in 0..<min(whole.count, 16) where isKnown(Array(whole.dropFirst(count))) {
            return count == 0 ? .withoutSlash : .without(Array(whole.prefix(count)))
        }
        return nil
    }

    private func isKnown(_ segments: [String]) -> Bool {
        switch match(.get, segments) {
        case .handler, .methods: true
        case .badPath, .nothing: false
        }
    }
}

extension Router.Closest: CustomStringConvertible {
    var description: String {
        switch self {
        case .without(let segments):
            "without /\(segments.joined(separator: "/").prefix(256)) in front it would fit: do the web server and server_url "
                + "name the same path?"
        case .withoutSlash:
            "without the slash at its end it would fit"
        }
    }
}
