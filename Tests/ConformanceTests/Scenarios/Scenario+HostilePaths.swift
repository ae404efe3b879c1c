import Testing

extension Scenario {
    /// What somebody who looks for a way out of data_root would send.
    static let hostilePaths: [Scenario] =
        [
            ("dots", "/files/../../outside/secret"), ("encoded dots", "/files/%2e%2e/%2e%2e/outside/secret"),
            ("half encoded dots", "/files/.%2E/%2e./outside/secret"),
            ("encoded dots and slashes", "/files/%2e%2e%2f%2e%2e%2foutside%2fsecret"),
            ("dots behind a segment", "/files/x/../y"), ("a single dot", "/files/./x"),
            ("an encoded dot", "/files/%2e/x"),
            ("dots at the end", "/files/.."), ("dots as an id", "/nodes/.."),
            ("encoded dots as an id", "/nodes/%2e%2e"),
            ("a dot as an id", "/nodes/."), ("dots in the id's place", "/nodes/%2e%2e/startup-config"),
            ("dots as an action", "/actions/%2e%2e"), ("dots in meta", "/meta/files/%2e%2e/%2e%2e/outside/secret"),
            ("dots in meta of nodes", "/meta/nodes/%2e%2e%2fbootstrap"), ("NUL in a file", "/files/a%00b"),
            ("NUL in an id", "/nodes/a%00"), ("NUL in an action", "/actions/%00"), ("no UTF-8 in a file", "/files/%ff"),
            ("no UTF-8 in an id", "/nodes/%C3"), ("an overlong slash", "/files/..%c0%afx"),
        ].map { name, target in
            Scenario("hostile path: \(name)", .call(.get(target), .refused(400)))
        }
        // HAProxy cannot make SCRIPT_NAME of these and answers 500.
        + [
            ("a broken escape", "/files/a%zz"), ("a cut escape", "/files/a%2"), ("a bare percent sign", "/nodes/%"),
        ].map { name, target in
            Scenario("hostile path: \(name)", except: [.haproxy], .call(.get(target), .refused(400)))
        }
        + [
            ("a slash in an id", "/nodes/HP1%2Fstartup-config"),
            ("a slash in an id of a startup-config", "/nodes/a%2FHP1/startup-config"),
            ("a backslash in an id", "/nodes/a%5Cb"), ("a slash in an action", "/actions/a%2Fb"),
            ("a backslash in an action", "/actions/..%5Cx"),
        ].map { name, target in
            Scenario(
                "hostile path: \(name)", given: .node("HP1", startupConfig: "secret"),
                .call(.get(target), .refused(404)))
        }
        + [
            Scenario(
                "hostile path: nothing is written outside a node",
                given: .node("HP2"),
                .call(.put("/nodes/%2e%2e/startup-config", "x"), .refused(400)),
                .call(.put("/nodes/HP2%2F%2e%2e%2Fx/startup-config", "x"), .anyRefusal),
                .call(.put("/nodes/HP2/../startup-config", "x"), .refused(400)),
                .stored("startup-config", .absent),
                .stored("nodes/startup-config", .absent),
                .stored("nodes/HP2/startup-config", .absent)),
            Scenario(
                "hostile path: an identifier with control characters",
                .call(.get("/nodes/a%0Ab"), .anyRefusal),
                .call(.get("/nodes/a%7Fb"), .anyRefusal)),
        ]
}
