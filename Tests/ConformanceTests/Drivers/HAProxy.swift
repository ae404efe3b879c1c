/// A private global section for HAProxy before a shipped frontend and backend.
enum HAProxy {
    /// With the `chroot` of the distributions where that is possible: it decides where HAProxy looks for the socket.
    static let usesChroot = ServiceUser.isRoot

    static func configuration(site: String, sandbox: Sandbox) -> String {
        let user = usesChroot ? "chroot \(sandbox.path)\n    user www-data\n    group www-data" : ""
        return """
            global
                log stderr format raw local0
                maxconn 256
                \(user)
            \(site)

            """
    }
}
