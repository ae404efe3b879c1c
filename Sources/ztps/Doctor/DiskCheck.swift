import Glibc
import SystemPackage
import ZTPCore

/// Whether there is room for what switches store.
struct DiskCheck {
    private let dataRoot: FilePath

    init(_ configuration: Configuration) { dataRoot = configuration.general.dataRoot }

    func findings() -> [Finding] {
        var status = statvfs()
        guard statvfs(dataRoot.string, &status) == 0 else {
            return [Finding("disk", .unknown, "the file system of \(dataRoot) cannot be asked")]
        }
        return [Self.finding(dataRoot.string, status)]
    }

    /// A startup-config has some ten kilobytes, so little is needed; but a full disk refuses every new switch.
    static func finding(_ path: String, _ status: statvfs) -> Finding {
        // A network file system may claim to be larger than any number of bytes.
        let (bytes, isBeyond) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        let megabytes = (isBeyond ? .max : bytes) >> 20
        let remedy = "df -h \(path); df -i \(path)"
        if status.f_flag & UInt(ST_RDONLY) != 0 {
            return Finding(
                "disk", .error, "\(path) is on a file system that is read-only", remedy: "mount -o remount,rw")
        }
        // File systems that make inodes as they go say that they have none.
        if status.f_files > 0, status.f_favail < 1_000 {
            return Finding(
                "disk", status.f_favail == 0 ? .error : .warning, "\(status.f_favail) inodes are left for \(path)",
                remedy: remedy)
        }
        if megabytes < 16 {
            return Finding("disk", .error, "\(megabytes) MiB are left for \(path)", remedy: remedy)
        }
        let status: Finding.Status = megabytes < 512 ? .warning : .ok
        return Finding("disk", status, "\(megabytes) MiB are left for \(path)", remedy: status == .ok ? nil : remedy)
    }
}
