/// A private main configuration for Apache httpd around a shipped VirtualHost.
enum Apache {
    /// Loaded from the system's modules folder.
    struct Module: Sendable {
        var name: String

        init(_ name: String) { self.name = name }

        var file: String { "mod_\(name).so" }
    }

    static let modulesFolder: String? =
        ["/usr/lib/apache2/modules", "/usr/lib64/httpd/modules"].first(where: Files.exists)

    static func configuration(_ server: WebServer, site: String, sandbox: Sandbox) throws -> String {
        guard let folder = modulesFolder else { throw TestError("no Apache modules") }
        var lines = [
            "ServerRoot \"\(sandbox.path)\"",
            "DefaultRuntimeDir \"\(sandbox.path)/run\"",
            "PidFile \"\(sandbox.path)/run/apache.pid\"",
            "ErrorLog \"\(sandbox.path)/log/apache.error.log\"",
            "DocumentRoot \"\(sandbox.path)/tmp\"",
            "ServerName 127.0.0.1",
            "LogLevel warn",
        ]
        // Debian has unixd and log_config built in, others load them.
        let common = ["mpm_event", "authz_core", "alias", "env", "unixd", "log_config"].map(Module.init)
        for module in common + server.apacheModules where Files.exists("\(folder)/\(module.file)") {
            lines.append("LoadModule \(module.name)_module \(folder)/\(module.file)")
        }
        if ServiceUser.isRoot { lines += ["User www-data", "Group www-data"] }
        switch server {
        case .apacheFcgid:
            lines += ["FcgidIPCDir \"\(sandbox.path)/run\"", "FcgidProcessTableFile \"\(sandbox.path)/run/fcgid_shm\""]
        case .apacheCGI:
            lines.append("ScriptSock \"\(sandbox.path)/run/cgid.sock\"")
        case .apacheProxyFcgi, .nginx, .haproxy, .lighttpd, .caddy:
            break
        }
        return lines.joined(separator: "\n") + "\n" + site
    }
}
