import Glibc
public import SystemPackage

/// The directory that everything is served from and kept in. Reads go through here; so do all names of its parts.
public struct DataRoot: Sendable {
    public let path: FilePath

    public init(path: FilePath) {
        self.path = path
    }

    /// Where a path of the repository lies on disk.
    public func location(of path: RepositoryPath) -> FilePath {
        path.segments.reduce(self.path) { $0.appending($1) }
    }

    /// Where a path below one of the folders lies on disk.
    func location(of path: RepositoryPath, in folder: Folder) -> FilePath {
        path.segments.reduce(self.folder(folder)) { $0.appending($1) }
    }

    /// The folder that holds a kind of thing.
    func folder(_ folder: Folder) -> FilePath {
        path.appending(folder.rawValue)
    }

    /// Where the bootstrap script lies.
    ///
    /// - Parameter name: in the folder of the bootstrap, or an absolute path.
    package func bootstrapScript(_ name: String) -> FilePath { folder(.bootstrap).pushing(FilePath(name)) }

    func nodeFolder(_ id: NodeID) -> FilePath {
        folder(.nodes).appending(id.rawValue)
    }

    enum Folder: String {
        case actions, bootstrap, definitions, files, nodes, plugins, resources
        case configHandlers = "config-handlers"
        /// Locks and staged folders: ours alone.
        case own = ".ztpserver"
    }

    /// Stamp of a regular file, symbolic links followed; nil for everything else and for what is not there.
    func stamp(of path: FilePath) throws(RepositoryError) -> FileStamp? {
        guard let status = try status(of: path, for: .read), status.st_mode & S_IFMT == S_IFREG else { return nil }
        return FileStamp(status)
    }

    /// What `stat(2)` says of a path, symbolic links followed; nil when nothing is there.
    ///
    /// - Parameter operation: what the caller is about to do, for the error.
    private func status(
        of path: FilePath, for operation: RepositoryError.Operation
    ) throws(RepositoryError) -> stat? {
        var status = Glibc.stat()
        guard fstatat(AT_FDCWD, path.string, &status, 0) != 0 else { return status }
        let reason = Errno(rawValue: errno)
        guard reason.isAbsence else { throw RepositoryError(operation, path, reason) }
        return nil
    }

    /// Content of a regular file; nil when there is none.
    func read(_ path: FilePath) throws(RepositoryError) -> StoredFile? {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            defer { try? file.close() }
            var status = Glibc.stat()
            guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
            guard status.st_mode & S_IFMT == S_IFREG else { return nil }
            return StoredFile(bytes: try file.readToEnd(), stamp: FileStamp(status))
        } catch {
            let reason = error as? Errno ?? .ioError
            guard !reason.isAbsence else { return nil }
            throw .unreadable(path, reason)
        }
    }

    /// A regular file as the body of a response; nil when there is none.
    func slice(of path: FilePath) throws(RepositoryError) -> FileSlice? {
        guard let stamp = try stamp(of: path) else { return nil }
        guard faccessat(AT_FDCWD, path.string, R_OK, AT_EACCESS) == 0 else {
            throw .unreadable(path, Errno(rawValue: errno))
        }
        return FileSlice(path: path, offset: 0, length: stamp.size, stamp: stamp)
    }

    /// Whether anything of this name is there, a dangling symbolic link included.
    func exists(_ path: FilePath) throws(RepositoryError) -> Bool {
        var status = Glibc.stat()
        guard lstat(path.string, &status) != 0 else { return true }
        let reason = Errno(rawValue: errno)
        guard reason.isAbsence else { throw RepositoryError(.look, path, reason) }
        return false
    }

    /// Whether there is a folder of this name, symbolic links followed.
    func isDirectory(_ path: FilePath) throws(RepositoryError) -> Bool {
        guard let status = try status(of: path, for: .look) else { return false }
        return status.st_mode & S_IFMT == S_IFDIR
    }
}
