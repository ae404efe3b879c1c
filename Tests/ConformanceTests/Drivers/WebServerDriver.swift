/// A real web server with a shipped configuration, and the gateway behind it.
final class WebServerDriver: Driver {
    let client: HTTPClient
    /// Nil where the web server starts the gateway itself.
    let gateway: Gateway?
    private let process: ChildProcess
    private let sandbox: Sandbox
    private let server: WebServer

    init(_ server: WebServer, mount: Mount, sandbox: Sandbox) throws {
        guard let program = server.program else { throw TestError("\(server) is not installed") }
        let port = try Sandbox.freePort()
        let site = try server.rendered(for: mount, port: port, sandbox: sandbox)
        let file = "\(sandbox.path)/\(server.rawValue).conf"
        let (text, arguments) = try server.configuration(site: site, file: file, sandbox: sandbox)
        try Files.write(file, Array(text.utf8))
        self.sandbox = sandbox
        self.server = server
        gateway = server.usesSocket ? try Gateway(sandbox, asServiceUser: true) : nil
        let log = "\(sandbox.path)/log/\(server.rawValue).out"
        process = try ServerProcess.start(
            program, arguments, environment: server == .caddy ? Caddy.environment(sandbox) : [], log: log)
        client = HTTPClient(port: port)
        try ServerProcess.ready(process, log: log) { (try? Connection(to: .port(port))) != nil }
    }

    func send(_ message: Message) throws -> Reply { try client.send(message) }

    /// What stands where operators look for the lines of a request.
    func errorLog() throws -> String { try Files.text("\(sandbox.path)/log/\(server.errorLog)") }

    func stop() {
        process.stop()
        gateway?.process.stop()
    }

    deinit { stop() }
}

extension WebServer {
    /// A whole private configuration around a rendered site, and the arguments to run with it in the foreground.
    fileprivate func configuration(
        site: String, file: String, sandbox: Sandbox
    ) throws -> (text: String, arguments: [String]) {
        switch self {
        case .nginx: (Nginx.configuration(site: site, sandbox: sandbox), ["-p", sandbox.path, "-c", file])
        case .apacheFcgid, .apacheProxyFcgi, .apacheCGI:
            (try Apache.configuration(self, site: site, sandbox: sandbox), ["-f", file, "-DFOREGROUND"])
        case .haproxy: (HAProxy.configuration(site: site, sandbox: sandbox), ["-db", "-f", file])
        case .lighttpd: (Lighttpd.configuration(site: site, sandbox: sandbox), ["-D", "-f", file])
        case .caddy:
            (Caddy.configuration(site: site), ["run", "--config", file, "--adapter", "caddyfile"])
        }
    }
}
