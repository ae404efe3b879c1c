/// A private main configuration for lighttpd around a shipped site.
enum Lighttpd {
    static func configuration(site: String, sandbox: Sandbox) -> String {
        // Its main socket is not wanted, but there is no lighttpd without one. The parse options are those of Debian's
        // file, some of which change paths.
        """
        server.document-root = "\(sandbox.path)/tmp"
        server.bind = "\(sandbox.path)/run/lighttpd.sock"
        server.upload-dirs = ( "\(sandbox.path)/tmp" )
        server.errorlog = "\(sandbox.path)/log/lighttpd.error.log"
        \(ServiceUser.isRoot ? "server.username = \"www-data\"\nserver.groupname = \"www-data\"" : "")
        server.http-parseopts = (
            "header-strict" => "enable", "host-strict" => "enable", "host-normalize" => "enable",
            "url-normalize-unreserved" => "enable", "url-normalize-required" => "enable",
            "url-ctrls-reject" => "enable", "url-path-2f-decode" => "enable", "url-path-dotseg-remove" => "enable",
        )
        \(site)

        """
    }
}
