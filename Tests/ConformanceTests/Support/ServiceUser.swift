import Glibc

/// Who the web servers run as. Root hands its files to www-data, as an installation does; anybody else is himself.
enum ServiceUser {
    static let isRoot = geteuid() == 0

    static let entry: (uid: uid_t, gid: gid_t)? =
        isRoot ? getpwnam("www-data").map { ($0.pointee.pw_uid, $0.pointee.pw_gid) } : nil

    /// The user's id.
    static var id: UInt32 { entry?.uid ?? geteuid() }

    /// Gives a file to the service user; a link's own owner counts for links.
    static func own(_ path: String) {
        if let entry { _ = lchown(path, entry.uid, entry.gid) }
    }

    /// What stands before a command that shall run as this user: a program that changes the user and goes on as it.
    static var command: [String] {
        get throws {
            guard let entry else { return [] }
            guard let program = Products.find("setpriv") else { throw TestError("no setpriv") }
            return [program, "--reuid=\(entry.uid)", "--regid=\(entry.gid)", "--clear-groups"]
        }
    }
}
