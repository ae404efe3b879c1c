import Glibc
import SystemPackage
import ZTPCore

/// Who a running Apache answers requests as; mod_fcgid and CGI start programs as the same user.
enum WebServerUser {
    private static let programs: Set = ["apache2", "httpd"]

    /// - Returns: nil when none runs, or only as root.
    static func name() -> String? {
        let ids = ((try? FilePath.names(in: "/proc")) ?? []).compactMap { pid_t($0) }.sorted()
        for id in ids {
            let folder = FilePath("/proc/\(id)")
            guard let program = try? String(contentsOf: folder.appending("comm")),
                programs.contains(String(program.prefix { $0 != "\n" }))
            else { continue }
            var status = Glibc.stat()
            // The first process of a web server is root's, to listen; it answers nothing.
            guard stat(folder.string, &status) == 0, status.st_uid != 0 else { continue }
            if let account = ServiceAccount(id: status.st_uid) { return account.name }
        }
        return nil
    }
}
