import ArgumentParser
import Glibc
import SystemPackage
import ZTPCore

/// A process of the server on this machine, as /proc tells of it.
struct ServerProcess {
    let id: pid_t
    /// The effective user.
    let user: uid_t
    /// The configuration file that it was started with.
    let configuration: String
    /// Where it keeps what it serves, by that file as it is now; nil when the file is of no use any more.
    let dataRoot: FilePath?
    /// When it started, in seconds since 1970.
    let started: Double

    private var folder: FilePath { FilePath("/proc/\(id)") }

    /// All that this process may look at.
    static func all() -> [ServerProcess] {
        let names = (try? FilePath.names(in: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.sorted().compactMap(ServerProcess.init)
    }

    /// - Returns: nil when it is not a server, or has ended.
    private init?(id: pid_t) {
        let folder = FilePath("/proc/\(id)")
        let words = Self.words(of: folder.appending("cmdline"))
        guard id != getpid(), Self.isServer(words), let started = Self.start(of: folder) else { return nil }
        var status = Glibc.stat()
        guard stat(folder.string, &status) == 0 else { return nil }
        let environment = Self.words(of: folder.appending("environ")).reduce(into: [String: String]()) {
            let parts = $1.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { $0[String(parts[0])] = String(parts[1]) }
        }
        let named = Self.option(["--conf", "-c"], in: words) ?? environment["ZTPS_CONFIG"]
        let file = FilePath(named ?? Configuration.standardPath)
        self.id = id
        user = status.st_uid
        self.started = started
        // Relative to where it was started.
        configuration = (file.isAbsolute ? file : folder.appending("cwd").pushing(file)).withoutLinks.string
        let loaded = try? Configuration.load(
            explicitPath: named == nil ? nil : configuration, environment: environment)
        dataRoot = loaded?.configuration.general.dataRoot
    }

    /// The gateway, or the command without a subcommand.
    private static func isServer(_ words: [String]) -> Bool {
        guard let program = words.first.flatMap({ FilePath($0).lastComponent?.string }) else { return false }
        guard program == "ztps" else { return program == "ztpserver-fcgi" }
        let commands = Set(ZtpsCommand.configuration.subcommands.compactMap { $0.configuration.commandName })
        let ends: Set = ["-V", "--validate-config", "-r", "--clear-resources", "-v", "--version", "-h", "--help"]
        return commands.union(ends).isDisjoint(with: words.dropFirst())
    }

    /// The value of an option, `--name value` or `--name=value`.
    private static func option(_ names: [String], in words: [String]) -> String? {
        for (index, word) in words.enumerated().dropFirst() {
            for name in names {
                if word == name, index + 1 < words.count { return words[index + 1] }
                if word.hasPrefix(name + "=") { return String(word.dropFirst(name.count + 1)) }
            }
        }
        return nil
    }

    /// The texts of a file in which each ends with a NUL.
    private static func words(of file: FilePath) -> [String] {
        let bytes = (try? file.readAll()) ?? []
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Field 22 of `stat` counts in ticks from the boot; the second, a name in parentheses, may hold anything (proc(5)).
    private static func start(of folder: FilePath) -> Double? {
        guard let text = try? String(contentsOf: folder.appending("stat")),
            let fields = text.split(separator: ")").last?.split(separator: " "), fields.count > 19,
            let ticks = Double(fields[19])
        else { return nil }
        var now = timespec()
        var sinceBoot = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        clock_gettime(CLOCK_BOOTTIME, &sinceBoot)
        let age = Self.seconds(sinceBoot) - ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
        return Self.seconds(now) - age
    }

    private static func seconds(_ time: timespec) -> Double { Double(time.tv_sec) + Double(time.tv_nsec) / 1e9 }

    /// Whether its configuration was changed after it was read.
    var hasOldConfiguration: Bool {
        var status = Glibc.stat()
        guard stat(configuration, &status) == 0 else { return false }
        // Ticks and time stamps are coarse.
        return Self.seconds(status.st_mtim) > started + 0.05
    }

    /// Tells the files of programs apart, also of one that was replaced; nil when it may not be looked at.
    var program: String? {
        var status = Glibc.stat()
        guard stat(folder.appending("exe").string, &status) == 0 else { return nil }
        return "\(status.st_dev):\(status.st_ino)"
    }

    /// The version that it runs, from its program's file: also of one that was replaced. Nothing of it is run.
    func readVersion() -> String? { try? Self.version(inProgram: folder.appending("exe")) }

    /// The version that a program's file names, read piece by piece: with symbols it has a hundred megabytes.
    static func version(inProgram path: FilePath) throws -> String? {
        let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        defer { try? file.close() }
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        var offset: Int64 = 0
        while true {
            let count = try piece.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: offset, into: $0) }
            if let version = Self.version(in: piece[..<count]) { return version }
            // The next piece begins early enough to hold what this one's end may have cut.
            guard count > longestMark else { return nil }
            offset += Int64(count - longestMark)
        }
    }

    /// Bytes of the mark, the version and the bracket that ends it.
    private static let longestMark = ZTPVersion.prefix.utf8.count + 20

    private static func version(in bytes: ArraySlice<UInt8>) -> String? {
        let mark = Array(ZTPVersion.prefix.utf8)
        return bytes.withUnsafeBytes { bytes -> String? in
            guard let base = bytes.baseAddress else { return nil }
            var end = 0
            // By the last byte of the mark, which is rarer than most.
            while let found = memchr(base + end, Int32(UInt8(ascii: "<")), bytes.count - end) {
                end = base.distance(to: UnsafeRawPointer(found)) + 1
                guard end >= mark.count, memcmp(base + (end - mark.count), mark, mark.count) == 0 else { continue }
                let text = bytes[end...].prefix(20)
                // The mark itself stands in the program, too, without a version behind it.
                guard let bracket = text.firstIndex(of: UInt8(ascii: ">")), let first = text.first,
                    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
                else { continue }
                return String(decoding: text[..<bracket], as: UTF8.self)
            }
            return nil
        }
    }

    /// The user's name, else the number.
    var userName: String { ServiceAccount(id: user)?.name ?? String(user) }
}
