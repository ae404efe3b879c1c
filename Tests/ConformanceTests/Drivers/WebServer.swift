import Glibc
import Testing

/// The configurations under `deploy/` that put a web server in front of the gateway.
enum WebServer: String, Sendable, CaseIterable {
    case nginx
    case apacheFcgid = "apache-fcgid"
    case apacheProxyFcgi = "apache-proxy-fcgi"
    case apacheCGI = "apache-cgi"
    case haproxy
    case lighttpd
    case caddy

    /// The server program, nil when it is not installed.
    var program: String? {
        switch self {
        case .nginx, .haproxy, .lighttpd, .caddy: Products.find(rawValue)
        case .apacheFcgid, .apacheProxyFcgi, .apacheCGI:
            Apache.modulesFolder.flatMap { folder in
                apacheModules.allSatisfy { Files.exists("\(folder)/\($0.file)") }
                    ? Products.find("apache2", "httpd") : nil
            }
        }
    }

    /// Fails in CI and cancels the test elsewhere when the server is not installed.
    func requireProgram() throws {
        guard program == nil else { return }
        let reason = "\(rawValue) is not installed"
        guard getenv("CI") != nil else { try Test.cancel("\(reason)") }
        throw TestError(reason)
    }

    /// A long-lived gateway behind a socket, as opposed to programs that the web server starts itself.
    var usesSocket: Bool {
        switch self {
        case .nginx, .apacheProxyFcgi, .haproxy, .lighttpd, .caddy: true
        case .apacheFcgid, .apacheCGI: false
        }
    }

    /// What its configuration needs beyond what every Apache has.
    var apacheModules: [Apache.Module] {
        switch self {
        case .nginx, .haproxy, .lighttpd, .caddy: []
        case .apacheFcgid: [.init("fcgid")]
        case .apacheProxyFcgi: [.init("proxy"), .init("proxy_fcgi")]
        case .apacheCGI: [.init("cgid")]
        }
    }

    /// The log that the lines of a request reach: that of the shipped server block or VirtualHost, or that of the whole
    /// server. mod_cgid leaves a program the standard error of the whole server; HAProxy and Caddy have only one log.
    var errorLog: String {
        switch self {
        case .nginx, .apacheFcgid, .apacheProxyFcgi: "ztpserver.error.log"
        case .apacheCGI: "apache.error.log"
        case .haproxy, .caddy: "\(rawValue).out"
        case .lighttpd: "lighttpd.error.log"
        }
    }

    /// Whether the shipped file says where to log. HAProxy and lighttpd do that in the main configuration alone.
    private var namesLog: Bool {
        switch self {
        case .nginx, .apacheFcgid, .apacheProxyFcgi, .apacheCGI, .caddy: true
        case .haproxy, .lighttpd: false
        }
    }

    /// The shipped file for a mount.
    func file(for mount: Mount) -> String {
        // Where the mapping sets SCRIPT_NAME, the same file serves a mount that differs from server_url's path.
        let kind = mount == .root ? "root" : mount == .differing && usesSocket ? "mount" : "prefix"
        switch self {
        case .nginx: return "nginx/ztpserver-\(kind).conf"
        case .apacheFcgid: return "apache/fcgid-\(kind).conf"
        case .apacheProxyFcgi: return "apache/proxy-fcgi-\(kind).conf"
        case .apacheCGI: return "apache/cgi-\(kind).conf"
        case .haproxy: return "haproxy/ztpserver-\(kind).cfg"
        case .lighttpd: return "lighttpd/ztpserver-\(kind).conf"
        case .caddy: return "caddy/ztpserver-\(kind).caddy"
        }
    }

    /// The shipped file with this sandbox's places put in by `deploy/render`.
    func rendered(for mount: Mount, port: Int, sandbox: Sandbox) throws -> String {
        var values = ["listen=127.0.0.1:\(port)"]
        if namesLog { values.append("logs=\(sandbox.path)/log") }
        if usesSocket {
            values.append("socket=\(self == .haproxy && HAProxy.usesChroot ? "" : sandbox.path)/run/gateway.sock")
        } else {
            values += ["binary=\(Products.gateway)", "conf=\(sandbox.configurationPath)"]
        }
        if mount != .root { values.append("prefix=\(mount.requestPrefix)") }
        let deploy = Products.package + "/deploy"
        let finished = try ChildProcess.run(
            "/bin/sh", [deploy + "/render", "\(deploy)/\(file(for: mount))"] + values,
            environment: [Array("PATH=/usr/bin:/bin".utf8)])
        guard finished.exit == .code(0) else { throw TestError("deploy/render: \(finished.error)") }
        return String(decoding: finished.output, as: UTF8.self)
    }
}
