import Testing

/// A driver under a mount: one column of the conformance table.
struct Installation: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case memory, cgi, fastcgi, standalone
        case web(WebServer)
    }

    var kind: Kind
    var mount: Mount

    /// Whether the request target is first read by a program of ours.
    var isDirect: Bool {
        switch kind {
        case .memory, .cgi, .fastcgi, .standalone: true
        case .web: false
        }
    }

    /// A driver whose web server is missing fails in CI, where it must not be, and is skipped elsewhere.
    func requirePrograms() throws {
        if case .web(let server) = kind { try server.requireProgram() }
    }

    /// Starts it in a fresh sandbox.
    func start() throws -> (sandbox: Sandbox, driver: any Driver) {
        let sandbox = try Sandbox(name: "conformance")
        let port = kind == .standalone ? try Sandbox.freePort() : nil
        try sandbox.configure(mount: mount, port: port)
        switch kind {
        case .memory: return (sandbox, try MemoryDriver(sandbox))
        case .cgi: return (sandbox, CGIDriver(sandbox: sandbox))
        case .fastcgi: return (sandbox, try FastCGIDriver(sandbox))
        case .standalone: return (sandbox, try StandaloneDriver(sandbox, port: port ?? 0))
        case .web(let server): return (sandbox, try WebServerDriver(server, mount: mount, sandbox: sandbox))
        }
    }
}

extension Installation: CustomTestStringConvertible {
    var testDescription: String {
        let name =
            switch kind {
            case .memory: "in memory"
            case .cgi: "CGI process"
            case .fastcgi: "FastCGI socket"
            case .standalone: "ztps"
            case .web(let server): server.rawValue
            }
        return "\(name), \(mount.name)"
    }
}
