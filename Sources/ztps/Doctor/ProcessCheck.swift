import SystemPackage
import ZTPCore

/// Which processes of the server run here, and whether they are what the files on disk are now.
struct ProcessCheck {
    private let file: String
    private let dataRoot: FilePath
    /// Those that serve this data_root, or were started with this configuration.
    let own: [ServerProcess]
    private let others: [ServerProcess]
    /// By program: many processes share one.
    private let versions: [String: String]

    init(_ loaded: Configuration.Loaded) {
        file = FilePath(loaded.file ?? Configuration.standardPath).withoutLinks.string
        dataRoot = loaded.configuration.general.dataRoot
        let (file, dataRoot) = (file, dataRoot)
        let all = ServerProcess.all()
        own = all.filter { $0.configuration == file || $0.dataRoot == dataRoot }
        others = all.filter { $0.configuration != file && $0.dataRoot != dataRoot }
        var versions: [String: String] = [:]
        for process in own {
            if let program = process.program, versions[program] == nil { versions[program] = process.readVersion() }
        }
        self.versions = versions
    }

    /// Whether one of them has not read the configuration as it is now.
    var hasOldConfiguration: Bool { own.contains(where: \.hasOldConfiguration) }

    func findings() -> [Finding] {
        guard !own.isEmpty else {
            let more = others.isEmpty ? "" : "; \(Self.list(others)) with other configurations"
            return [
                Finding(
                    "process", .unknown, "no process on this machine that may be looked at serves \(dataRoot)\(more)",
                    remedy: "start the service; run this as root, where the server runs")
            ]
        }
        if let old = own.first(where: \.hasOldConfiguration) {
            return [
                Finding(
                    "process", .error,
                    "\(Self.name(old)) started before \(old.configuration) was changed, and goes on as before",
                    remedy: "systemctl restart ztpserver (mod_fcgid: systemctl restart apache2)")
            ]
        }
        if let old = own.first(where: { (version(of: $0) ?? ZTPVersion.current) != ZTPVersion.current }) {
            return [
                Finding(
                    "process", .error,
                    "\(Self.name(old)) runs version \(version(of: old) ?? ""), this is \(ZTPVersion.current)",
                    remedy: "systemctl restart ztpserver (mod_fcgid: systemctl restart apache2)")
            ]
        }
        if let other = own.first(where: { $0.configuration != file }) {
            return [
                Finding(
                    "process", .warning,
                    "\(Self.name(other)) serves \(dataRoot) by \(other.configuration), this checks \(file)",
                    remedy: "ztps doctor --conf \(other.configuration)")
            ]
        }
        let suffix = own.contains { version(of: $0) == nil } ? "" : ", version \(ZTPVersion.current)"
        return [Finding("process", .ok, "\(Self.list(own))\(suffix)")]
    }

    private func version(of process: ServerProcess) -> String? { process.program.flatMap { versions[$0] } }

    /// As `process 7 of user 'www-data'`.
    private static func name(_ process: ServerProcess) -> String {
        "process \(process.id) of user '\(process.userName)'"
    }

    private static func list(_ processes: [ServerProcess]) -> String {
        let users = Set(processes.map(\.userName)).sorted().map { "'\($0)'" }.joined(separator: ", ")
        return "\(processes.count) \(processes.count == 1 ? "process runs" : "processes run") as \(users)"
    }
}
