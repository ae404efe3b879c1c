import CLinux
import Glibc
import SystemPackage
import ZTPCore

/// Whether the clock is right, as far as the machine itself can tell.
struct ClockCheck {
    private let dataRoot: FilePath
    private static let remedy = "timedatectl set-ntp true"

    init(_ configuration: Configuration) { dataRoot = configuration.general.dataRoot }

    func findings() -> [Finding] {
        let now = Int64(time(nil))
        if let (file, age) = newestFile(), age > now + 60 {
            return [
                Finding(
                    "clock", .error, "\(file) was written \(age - now) s in the future: the clock is slow",
                    remedy: Self.remedy)
            ]
        }
        var room = [UInt64](repeating: 0, count: Int(linux_timex_size) / 8)
        if linux_adjtimex(&room) == linux_time_error {
            return [
                Finding("clock", .warning, "no time service keeps the clock right", remedy: Self.remedy)
            ]
        }
        return [Finding("clock", .ok, "a time service keeps the clock right")]
    }

    /// The file among those that are written all the time that is the newest, with its time in seconds since 1970.
    private func newestFile() -> (FilePath, Int64)? {
        let folder = dataRoot.appending("nodes")
        // What cannot be listed is the check of rights' to tell.
        let files = ((try? FilePath.names(in: folder)) ?? []).prefix(10_000).map {
            folder.appending($0).appending(".node")
        }
        let times = files.compactMap { file -> (FilePath, Int64)? in
            var status = Glibc.stat()
            guard fstatat(AT_FDCWD, file.string, &status, 0) == 0 else { return nil }
            return (file, Int64(status.st_mtim.tv_sec))
        }
        return times.max { $0.1 < $1.1 }
    }
}
