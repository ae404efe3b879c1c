/// Where the application is reached, and what its configuration calls that place.
struct Mount: Sendable, Hashable {
    var name: String
    /// As configured.
    var serverURL: String
    /// In front of every request target.
    var requestPrefix: String

    static let root = Mount(name: "root", serverURL: "http://ztp.example:8080", requestPrefix: "")
    static let prefix = Mount(
        name: "prefix", serverURL: "http://ztp.example:8080/ztpserver/", requestPrefix: "/ztpserver")
    /// A reverse proxy maps another path than the one that switches see.
    static let differing = Mount(
        name: "differing", serverURL: "http://ztp.example:8080/ztpserver/", requestPrefix: "/backend")

    /// The root and below a path; and, where a web server maps paths, below another path than server_url's.
    static func all(for kind: Installation.Kind) -> [Mount] {
        switch kind {
        // A process per request is slow, and plain CGI maps paths as mod_fcgid does.
        case .memory, .cgi, .fastcgi, .standalone, .web(.apacheCGI): [.root, .prefix]
        // There are no files for another path.
        case .web(.haproxy), .web(.lighttpd), .web(.caddy): [.root, .prefix]
        case .web: [.root, .prefix, .differing]
        }
    }

    /// server_url without slashes at its end.
    var base: String {
        var base = serverURL
        while base.hasSuffix("/") { base.removeLast() }
        return base
    }
}
