extension Scenario {
    /// The rows of the conformance table.
    static let all: [Scenario] = whatFrontEndsTouch + badReports + references + staticConfigs + topology + resources

    /// Those in which a front end has a part: paths, methods, header fields, bodies, every status and type of content. The
    /// others come to the same answers by what stands in a body.
    static let whatFrontEndsTouch: [Scenario] =
        bootstrap + bootstrapConfig + reports + definitions + startupConfigs + actions + files + ranges + meta + routing
        + hostilePaths + bodies + prefixes

    /// The rows for a front end.
    static func all(for kind: Installation.Kind) -> [Scenario] {
        switch kind {
        case .memory, .cgi, .fastcgi, .standalone, .web(.nginx), .web(.apacheFcgid), .web(.apacheProxyFcgi),
            .web(.apacheCGI):
            all
        case .web(.haproxy), .web(.lighttpd), .web(.caddy): whatFrontEndsTouch
        }
    }
}
