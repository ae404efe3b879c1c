/// Private global options for Caddy before a shipped site.
enum Caddy {
    static func configuration(site: String) -> String {
        """
        {
            admin off
            auto_https off
        }
        \(site)

        """
    }

    /// Where it would keep certificates and its last configuration.
    static func environment(_ sandbox: Sandbox) -> [String] {
        ["HOME=\(sandbox.path)/tmp", "XDG_DATA_HOME=\(sandbox.path)/tmp", "XDG_CONFIG_HOME=\(sandbox.path)/tmp"]
    }
}
