/// A private main configuration for nginx around a shipped server block.
enum Nginx {
    static func configuration(site: String, sandbox: Sandbox) -> String {
        let folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
            "    \($0)_temp_path \(sandbox.path)/tmp/\($0);"
        }
        return """
            \(ServiceUser.isRoot ? "user www-data;" : "")
            worker_processes 1;
            daemon off;
            pid \(sandbox.path)/run/nginx.pid;
            error_log \(sandbox.path)/log/nginx.error.log warn;
            events { worker_connections 256; }
            http {
            \(folders.joined(separator: "\n"))
            \(site)
            }

            """
    }
}
