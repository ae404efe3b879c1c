import Glibc
public import Logging
import Synchronization
public import SystemPackage

/// The repository in the file system: one folder per node in `data_root/nodes`.
public final class FileRepository: Repository {
    let root: DataRoot
    let logger: Logger?
    private let nodesPrefix: String
    /// Makes the names of staged folders unique within the process.
    private let stagedCount = Atomic<Int>(0)
    /// How the pools were when they were last read.
    let knownPools = KnownPools()
    /// How many lock files the nodes share. More only lowers the odds of two nodes waiting for each other.
    private static let lockCount: UInt64 = 64

    /// - Parameter logger: for what belongs to no request.
    public init(root: DataRoot, logger: Logger? = nil) {
        self.root = root
        self.logger = logger
        nodesPrefix = root.folder(.nodes).string + "/"
    }

    public func inventory(of id: NodeID, _ files: [NodeFile]) throws(RepositoryError) -> NodeInventory? {
        let folder = nodesPrefix + id.rawValue
        if let found = try Self.inventory(folder, files) { return found }
        guard try root.exists(root.nodeFolder(id)) else { return nil }
        // It is empty, or it has appeared in between, and then with everything in it.
        return try Self.inventory(folder, files) ?? NodeInventory()
    }

    /// Nil when none of the files is there.
    private static func inventory(
        _ folder: String, _ files: [NodeFile]
    ) throws(RepositoryError) -> NodeInventory? {
        // Asked at every request, so it is one call for each file, and no path is taken apart.
        var inventory: NodeInventory?
        for file in files {
            var status = Glibc.stat()
            let path = folder + "/" + file.rawValue
            if lstat(path, &status) != 0 {
                let reason = Errno(rawValue: errno)
                guard reason.isAbsence else { throw RepositoryError(.look, FilePath(path), reason) }
                continue
            }
            let isDangling = status.st_mode & S_IFMT == S_IFLNK && fstatat(AT_FDCWD, path, &status, 0) != 0
            let isFile = !isDangling && status.st_mode & S_IFMT == S_IFREG
            inventory = inventory ?? NodeInventory()
            inventory?.add(file, isFile ? FileStamp(status) : nil)
        }
        return inventory
    }

    public func read(_ file: NodeFile, of id: NodeID) throws(RepositoryError) -> StoredFile? {
        try root.read(location(of: file, of: id))
    }

    public func slice(of file: NodeFile, of id: NodeID) throws(RepositoryError) -> FileSlice? {
        let path = location(of: file, of: id)
        // Whether it is there is another question than whether it can be read.
        guard try root.exists(path) else { return nil }
        return try root.slice(of: path)
    }

    public func program(_ file: NodeFile, of id: NodeID) throws(RepositoryError) -> FilePath? {
        let path = location(of: file, of: id)
        return try root.stamp(of: path) == nil ? nil : path
    }

    public func recordReport(_ bytes: [UInt8], of id: NodeID) throws(RepositoryError) {
        let path = location(of: .report, of: id)
        // One that cannot be read is replaced.
        if let old = try? root.read(path), old.bytes == bytes {
            guard utimensat(AT_FDCWD, path.string, nil, 0) == 0 else { throw .unwritable(path, Errno(rawValue: errno)) }
            return
        }
        try locked(id) { () throws(RepositoryError) in try root.replace(path, with: bytes, durability: .none) }
    }

    public func storeStartupConfig(_ bytes: [UInt8], of id: NodeID) throws(RepositoryError) -> Bool {
        guard try root.isDirectory(root.nodeFolder(id)) else { return false }
        let path = location(of: .startupConfig, of: id)
        try locked(id) { () throws(RepositoryError) in try root.replace(path, with: bytes, durability: .full) }
        return true
    }

    public func create(_ id: NodeID, holding files: [NodeFile: [UInt8]]) throws(RepositoryError) -> Bool {
        let folder = root.nodeFolder(id)
        return try locked(id) { () throws(RepositoryError) in
            guard try !root.exists(folder) else { return false }
            try root.ensureDirectory(root.folder(.nodes))
            let name = "\(getpid())-\(stagedCount.add(1, ordering: .relaxed).newValue)"
            let staging = root.folder(.own).appending("staging")
            try root.ensureDirectory(staging)
            do throws(RepositoryError) {
                try stage(files, in: staging.appending(name), renamedTo: folder)
            } catch {
                guard error.reason == .improperLink else { throw error }
                // nodes/ is on another file system. A backslash can be in no node id, so nobody takes this for a node.
                try stage(files, in: root.folder(.nodes).appending(".staging\\\(name)"), renamedTo: folder)
            }
            return true
        }
    }

    private func stage(
        _ files: [NodeFile: [UInt8]], in staged: FilePath, renamedTo folder: FilePath
    ) throws(RepositoryError) {
        guard mkdir(staged.string, 0o774) == 0 else { throw .unwritable(staged, Errno(rawValue: errno)) }
        do {
            DataRoot.adoptOwner(of: root.folder(.nodes), for: staged)
            let paths = files.map { (path: staged.appending($0.key.rawValue), bytes: $0.value) }
            try root.createFiles(paths)
            for (path, _) in paths { DataRoot.adoptOwner(of: root.folder(.nodes), for: path) }
            try DataRoot.syncDirectory(staged)
            try root.move(staged, to: folder)
        } catch {
            Self.removeTree(staged)
            throw error
        }
        try DataRoot.syncDirectory(root.folder(.nodes))
    }

    public func nodes() throws(RepositoryError) -> [NodeID] {
        let folder = root.folder(.nodes)
        guard try root.isDirectory(folder) else { return [] }
        guard faccessat(AT_FDCWD, folder.string, R_OK | X_OK, AT_EACCESS) == 0 else {
            throw RepositoryError(.list, folder, Errno(rawValue: errno))
        }
        // What cannot be looked at may be a node: who asks for it is told the reason.
        return try FilePath.names(in: folder)
            .filter { !Leftovers.contains($0) }
            .compactMap { NodeID(rawValue: $0) }
            .filter { (try? root.isDirectory(root.nodeFolder($0))) ?? true }
            .sorted { $0.rawValue.utf8.lexicographicallyPrecedes($1.rawValue.utf8) }
    }

    public func remove(_ id: NodeID) throws(RepositoryError) -> Bool {
        let folder = root.nodeFolder(id)
        return try locked(id) { () throws(RepositoryError) in
            guard try root.exists(folder) else { return false }
            let name = "\(getpid())-\(stagedCount.add(1, ordering: .relaxed).newValue)-removed"
            let staging = root.folder(.own).appending("staging")
            try root.ensureDirectory(staging)
            var removed = staging.appending(name)
            do throws(RepositoryError) { try root.move(folder, to: removed) } catch {
                // nodes/ is on another file system, as in `create`.
                guard error.reason == .improperLink else { throw error }
                removed = root.folder(.nodes).appending(".staging\\\(name)")
                try root.move(folder, to: removed)
            }
            try DataRoot.syncDirectory(root.folder(.nodes))
            Self.removeTree(removed)
            return true
        }
    }

    /// Removes what processes that were killed left in the staging area. Called at start.
    public func removeAbandonedStagings() throws(RepositoryError) {
        let now = time(nil)
        for folder in [root.folder(.own).appending("staging"), root.folder(.nodes)] {
            for name in try FilePath.names(in: folder)
            where folder.ends(with: "staging") || name.hasPrefix(".staging\\") {
                var status = Glibc.stat()
                let path = folder.appending(name)
                // Half an hour is far beyond the milliseconds that staging takes.
                guard lstat(path.string, &status) == 0, status.st_mtim.tv_sec < now - 1800 else { continue }
                Self.removeTree(path)
            }
        }
    }

    /// Removes a folder and what is in it; of a symbolic link, the link alone. What resists stays in the staging area.
    private static func removeTree(_ path: FilePath) {
        var status = Glibc.stat()
        guard lstat(path.string, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            _ = unlink(path.string)
            return
        }
        for name in (try? FilePath.names(in: path)) ?? [] { removeTree(path.appending(name)) }
        _ = rmdir(path.string)
    }

    private func location(of file: NodeFile, of id: NodeID) -> FilePath {
        root.nodeFolder(id).appending(file.rawValue)
    }

    /// Which of so many lock files a name shares with others.
    func lockNumber(_ name: String, of count: UInt64) -> UInt64 {
        name.utf8.reduce(5381 as UInt64) { $0 &* 33 &+ UInt64($1) } % count
    }

    /// Where the lock files lie.
    func lockFolder() throws(RepositoryError) -> FilePath {
        let own = root.folder(.own)
        try root.ensureDirectory(own)
        let locks = own.appending("locks")
        try root.ensureDirectory(locks)
        return locks
    }

    /// Runs `body` under the node's lock.
    private func locked<Value>(
        _ id: NodeID, _ body: () throws(RepositoryError) -> Value
    ) throws(RepositoryError) -> Value {
        let number = lockNumber(id.rawValue, of: Self.lockCount)
        let lock = FileLock(path: try lockFolder().appending("node-\(number)"))
        do { return try lock.withLock(body) } catch let error as RepositoryError {
            throw error
        } catch { throw .unwritable(lock.path, error as? Errno ?? .ioError) }
    }
}
