import CLinux
import SystemPackage
import ZTPCore

/// Whether SELinux lets a service of the web server write what the server keeps.
struct SELinuxCheck {
    private let dataRoot: FilePath
    private static let wanted = "httpd_sys_rw_content_t"

    init(_ configuration: Configuration) { dataRoot = configuration.general.dataRoot }

    func findings() -> [Finding] {
        guard let enforcing = try? String(contentsOf: "/sys/fs/selinux/enforce") else {
            return [Finding("selinux", .ok, "SELinux is off")]
        }
        let isEnforcing = enforcing.hasPrefix("1")
        let paths = ["nodes", "resources"].map { dataRoot.appending($0) }.filter { Self.context(of: $0) != nil }
        let wrong = paths.filter { Self.context(of: $0)?.contains(Self.wanted) != true }
        guard let first = wrong.first else {
            return [Finding("selinux", .ok, "the folders that are written have the type \(Self.wanted)")]
        }
        return [
            Finding(
                "selinux", isEnforcing ? .error : .warning,
                "\(first) has the context \(Self.context(of: first) ?? ""), which no web server's service may write",
                remedy: "semanage fcontext -a -t \(Self.wanted) '\(dataRoot)(/.*)?' && restorecon -R \(dataRoot) "
                    + "(until the next relabelling: chcon -R -t \(Self.wanted) \(dataRoot))")
        ]
    }

    private static func context(of path: FilePath) -> String? {
        var text = [CChar](repeating: 0, count: 512)
        let length = linux_getxattr(path.string, "security.selinux", &text, UInt(text.count - 1))
        guard length > 0 else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
