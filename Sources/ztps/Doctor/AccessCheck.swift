import Glibc
import SystemPackage
import ZTPCore

/// Whether the service's user can read what it serves and write what it keeps.
struct AccessCheck {
    private let configuration: Configuration
    private let dataRoot: FilePath
    private let wantedUser: String?
    private let processes: [ServerProcess]

    /// - Parameters:
    ///   - user: who the service is said to run as.
    ///   - processes: those that run, and so are somebody.
    init(_ configuration: Configuration, user: String?, processes: [ServerProcess]) {
        self.configuration = configuration
        dataRoot = configuration.general.dataRoot
        wantedUser = user
        self.processes = processes
    }

    /// Where an installed unit may lie, the first that is there being the one that counts.
    private static let units = ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"].map {
        $0 + "/systemd/system/ztpserver.service"
    }

    func findings() -> [Finding] {
        let running = Set(processes.map(\.userName)).sorted()
        guard wantedUser == nil, !running.isEmpty else { return findings(wantedUser ?? Self.userOfService()) }
        return running.flatMap { findings($0) }
    }

    private func findings(_ name: String?) -> [Finding] {
        guard let account = name.map({ ServiceAccount(name: $0) }) ?? ServiceAccount.current else {
            return [
                Finding(
                    "user", .error, "there is no user '\(name ?? "")' on this machine",
                    remedy: "useradd --system \(name ?? "ztpserver")")
            ]
        }
        guard account.canBeTakenOn else {
            return [
                Finding(
                    "user", .unknown, "only root can check what '\(account.name)' may read and write",
                    remedy: "sudo ztps doctor --user \(account.name)")
            ]
        }
        var findings = [Finding("user", .ok, "checking for the user '\(account.name)'")]
        guard exists(dataRoot) else {
            return findings + [
                Finding(
                    "data_root", .error, "\(dataRoot) is not there",
                    remedy: "set data_root in the configuration, or run deploy/install")
            ]
        }
        findings.append(contentsOf: account.withRights { [reading(account), writing(account)] })
        return findings
    }

    /// Without a unit it is the web server that starts the gateway, as mod_fcgid does, as its own user.
    private static func userOfService() -> String? {
        let isInstalled = units.contains { Glibc.access($0, F_OK) == 0 }
        return isInstalled ? userOfUnit() : WebServerUser.name()
    }

    private static func userOfUnit() -> String? {
        for unit in units {
            guard let text = try? String(contentsOf: FilePath(unit)) else { continue }
            let line = text.split(separator: "\n").last { $0.hasPrefix("User=") }
            if let user = line?.dropFirst("User=".count), !user.isEmpty { return String(user) }
        }
        return nil
    }

    // MARK: Reading

    /// Everything in data_root that is served or used, but for what no server reads.
    private static let folders = [
        "actions", "bootstrap", "config-handlers", "definitions", "files", "nodes", "plugins", "resources",
    ]

    private func reading(_ account: ServiceAccount) -> Finding {
        if let closed = firstClosedParent(of: dataRoot) {
            return Finding(
                "read", .error, "'\(account.name)' cannot enter \(closed), on the way to data_root",
                remedy: "chmod o+x \(closed)")
        }
        var walk = Walk()
        for folder in Self.folders { walk.visit(dataRoot.appending(folder)) }
        let neighbordb = dataRoot.pushing(FilePath(configuration.neighbordb.filename))
        walk.visit(neighbordb)
        if let first = walk.unreadable.first {
            return Finding(
                "read", .error,
                "'\(account.name)' cannot read \(walk.unreadable.count) of \(walk.count) files and folders, \(first) first",
                remedy: "chown -R \(account.name): \(dataRoot) && chmod -R u+rX \(dataRoot)")
        }
        if walk.isCut {
            return Finding("read", .ok, "'\(account.name)' can read the first \(walk.count) files below \(dataRoot)")
        }
        return Finding(
            "read", .ok, "'\(account.name)' can read all \(walk.count) files and folders below \(dataRoot)")
    }

    /// The first directory above a path that cannot be entered.
    private func firstClosedParent(of path: FilePath) -> FilePath? {
        var parent = path.root.map { FilePath(root: $0) } ?? FilePath(".")
        for component in path.components {
            guard access(parent, X_OK) else { return parent }
            parent.append(component)
        }
        return access(parent, X_OK) ? nil : parent
    }

    // MARK: Writing

    private func writing(_ account: ServiceAccount) -> Finding {
        var closed: [FilePath] = []
        var missing: [FilePath] = []
        for name in ["nodes", "resources", ".ztpserver"] {
            let folder = dataRoot.appending(name)
            if exists(folder) {
                if !access(folder, W_OK | X_OK) { closed.append(folder) }
            } else if !access(dataRoot, W_OK | X_OK) {
                missing.append(folder)
            }
        }
        // Files are replaced through their folders, so it is those that count.
        let nodes = (try? FilePath.names(in: dataRoot.appending("nodes"))) ?? []
        for node in nodes.sorted() where !Leftovers.contains(node) {
            let folder = dataRoot.appending("nodes").appending(node)
            if isFolder(folder), !access(folder, W_OK | X_OK) { closed.append(folder) }
        }
        let database = configuration.resources.sqlite ?? dataRoot.appending("db").appending("resources.db")
        if exists(database) {
            closed += [database, database.removingLastComponent()].filter { !access($0, W_OK) }
        }
        if let first = missing.first {
            return Finding(
                "write", .error, "'\(account.name)' cannot make \(first)",
                remedy: "install -d -o \(account.name) -g \(account.groupName) -m 775 "
                    + missing.map(\.string).joined(separator: " "))
        }
        guard let first = closed.first else {
            return Finding("write", .ok, "'\(account.name)' can write nodes, resources and locks")
        }
        let more = closed.count > 1 ? " and \(closed.count - 1) more" : ""
        let places = first.starts(with: dataRoot) ? "\(dataRoot)/{nodes,resources,.ztpserver}" : first.string
        return Finding(
            "write", .error, "'\(account.name)' cannot write \(first)\(more)",
            remedy: "chown -R \(account.name): \(places)")
    }

    private func access(_ path: FilePath, _ mode: Int32) -> Bool {
        faccessat(AT_FDCWD, path.string, mode, AT_EACCESS) == 0
    }

    private func exists(_ path: FilePath) -> Bool {
        var status = Glibc.stat()
        return fstatat(AT_FDCWD, path.string, &status, 0) == 0 || errno != ENOENT
    }

    private func isFolder(_ path: FilePath) -> Bool {
        var status = Glibc.stat()
        return fstatat(AT_FDCWD, path.string, &status, 0) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

/// Looks at files and folders, and at what is in those.
private struct Walk {
    private(set) var count = 0
    private(set) var unreadable: [FilePath] = []
    /// Whether there was more than is worth the time.
    private(set) var isCut = false

    private static let most = 100_000

    mutating func visit(_ path: FilePath, depth: Int = 0) {
        var status = Glibc.stat()
        if fstatat(AT_FDCWD, path.string, &status, 0) != 0 {
            // A folder that is not there, or a link that leads nowhere, is not unreadable.
            guard errno != ENOENT, errno != ENOTDIR else { return }
            count += 1
            unreadable.append(path)
            return
        }
        guard count < Self.most, depth < 64 else {
            isCut = true
            return
        }
        count += 1
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        guard faccessat(AT_FDCWD, path.string, isFolder ? R_OK | X_OK : R_OK, AT_EACCESS) == 0 else {
            return unreadable.append(path)
        }
        guard isFolder else { return }
        guard let names = try? FilePath.names(in: path) else { return unreadable.append(path) }
        for name in names.sorted() where !Leftovers.contains(name) {
            visit(path.appending(name), depth: depth + 1)
        }
    }
}
