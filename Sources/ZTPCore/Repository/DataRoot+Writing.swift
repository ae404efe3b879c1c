import CLinux
import Glibc
import SystemPackage

extension DataRoot {
    /// Replaces a file's content in one step: a reader sees the old content or the new one, never a mixture.
    ///
    /// For files that nobody else writes; `ContestedFile` is for the others. The caller holds a lock that keeps others
    /// from replacing the same file. Mode, owner and group of the old file are kept; a symbolic link stays one, its
    /// target is replaced.
    /// - Parameter durability: what to wait for.
    func replace(_ path: FilePath, with bytes: [UInt8], durability: Durability) throws(RepositoryError) {
        let target = try resolvingLinks(path)
        do {
            let (file, temporary) = try stage(bytes, for: target, durability: durability)
            try? file.close()
            guard rename(temporary.string, target.string) == 0 else {
                let reason = Errno(rawValue: errno)
                _ = unlink(temporary.string)
                throw reason
            }
            if durability == .full { try Self.syncDirectory(target.removingLastComponent()) }
        } catch let error as RepositoryError {
            throw error
        } catch {
            throw .unwritable(target, error as? Errno ?? .ioError)
        }
    }

    /// Writes the content that a file is about to get.
    ///
    /// It stands beside the old one under a dot name, with its mode, owner and group.
    /// - Returns: the new file, open for appending, and its path.
    func stage(
        _ bytes: [UInt8], for target: FilePath, durability: Durability
    ) throws -> (file: FileDescriptor, temporary: FilePath) {
        let temporary = target.removingLastComponent().appending(Self.temporaryName(for: target))
        var old = Glibc.stat()
        let isReplacing = fstatat(AT_FDCWD, target.string, &old, 0) == 0
        // Without its mode and owner the new file might be one that nobody may read.
        guard isReplacing || Errno(rawValue: errno).isAbsence else { throw Errno(rawValue: errno) }
        _ = unlink(temporary.string)
        let file = try FileDescriptor.open(
            temporary, .writeOnly, options: [.create, .exclusiveCreate, .append, .noFollow, .closeOnExec],
            permissions: FilePermissions(rawValue: 0o754))
        do {
            if isReplacing {
                // The owner first: changing it clears mode bits. Without the right to, the file is ours from now on.
                if old.st_uid != geteuid() || old.st_gid != getegid() {
                    _ = fchown(file.rawValue, old.st_uid, old.st_gid)
                }
                guard fchmod(file.rawValue, old.st_mode & 0o7777) == 0 else { throw Errno(rawValue: errno) }
            }
            try file.writeAll(bytes)
            if durability != .none { try Self.sync(file) }
            return (file, temporary)
        } catch {
            try? file.close()
            _ = unlink(temporary.string)
            throw error
        }
    }

    /// A dot name that belongs to the file alone, and is not too long.
    private static func temporaryName(for path: FilePath) -> String {
        let name = path.lastComponent?.string ?? ""
        guard name.utf8.count > 240 else { return ".\(name).new" }
        let hash = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return ".\(String(hash, radix: 16)).new"
    }

    /// What a power cut may take away of a file that was replaced.
    enum Durability {
        /// The new content, or all content.
        case none
        /// The new content: the old one may come back until the directory is synced, too.
        case content
        /// Nothing.
        case full
    }

    /// Where a file lies that may be reached through symbolic links.
    func target(of path: FilePath) -> FilePath { (try? resolvingLinks(path)) ?? path }

    /// The same, and without symbolic links on the way there: one path for one file, however it is named.
    func canonicalTarget(of path: FilePath) -> FilePath {
        let target = target(of: path)
        guard let name = target.lastComponent, let folder = realpath(target.removingLastComponent().string, nil) else {
            return target
        }
        defer { free(folder) }
        return FilePath(String(cString: folder)).appending(name)
    }

    /// Writes new files and waits until they survive a power cut.
    ///
    /// All are written, and on their way to the disk, before the first one is waited for: a journal then commits once.
    func createFiles(_ files: [(path: FilePath, bytes: [UInt8])]) throws(RepositoryError) {
        var open: [(path: FilePath, file: FileDescriptor)] = []
        defer { for (_, file) in open { try? file.close() } }
        for (path, bytes) in files {
            try Self.writing(path) {
                let file = try FileDescriptor.open(
                    path, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
                    permissions: FilePermissions(rawValue: 0o754))
                open.append((path, file))
                try file.writeAll(bytes)
                _ = linux_sync_file_range(file.rawValue, 0, 0, linux_sync_file_range_write)
            }
        }
        for (path, file) in open { try Self.writing(path) { try Self.sync(file) } }
    }

    /// Makes a directory unless it is there.
    func ensureDirectory(_ path: FilePath) throws(RepositoryError) {
        guard mkdir(path.string, 0o774) != 0 else {
            return Self.adoptOwner(of: path.removingLastComponent(), for: path)
        }
        guard errno == EEXIST else { throw .unwritable(path, Errno(rawValue: errno)) }
    }

    /// Moves a file or a folder.
    func move(_ old: FilePath, to new: FilePath) throws(RepositoryError) {
        guard rename(old.string, new.string) != 0 else { return }
        let reason = Errno(rawValue: errno)
        var error = RepositoryError.unwritable(new, reason)
        // The right that is missing may be one that the old place does not give.
        if error.missing == nil, reason != .improperLink {
            error.missing = RepositoryError.unwritable(old, reason).missing
        }
        throw error
    }

    /// Waits until a directory's entries survive a power cut.
    static func syncDirectory(_ path: FilePath) throws(RepositoryError) {
        try writing(path) {
            let directory = try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
            defer { try? directory.close() }
            try sync(directory)
        }
    }

    /// Runs system calls that write something; what fails is told as that.
    private static func writing(_ path: FilePath, _ body: () throws -> Void) throws(RepositoryError) {
        do { try body() } catch { throw .unwritable(path, error as? Errno ?? .ioError) }
    }

    /// When root's command makes something in the service user's tree, the service user has to be able to use it.
    static func adoptOwner(of parent: FilePath, for path: FilePath) {
        guard geteuid() == 0 else { return }
        var status = Glibc.stat()
        guard fstatat(AT_FDCWD, parent.string, &status, 0) == 0, status.st_uid != 0 || status.st_gid != 0 else {
            return
        }
        _ = lchown(path.string, status.st_uid, status.st_gid)
    }

    /// Waits until a file's content survives a power cut.
    static func sync(_ file: FileDescriptor) throws {
        while fsync(file.rawValue) != 0 {
            guard errno == EINTR else { throw Errno(rawValue: errno) }
        }
    }

    /// The path that a chain of symbolic links ends at, which need not exist yet.
    private func resolvingLinks(_ path: FilePath) throws(RepositoryError) -> FilePath {
        var target = path
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        for _ in 0..<40 {
            let length = readlink(target.string, &buffer, Int(PATH_MAX))
            guard length >= 0 else {
                // EINVAL: it is not a link.
                let reason = Errno(rawValue: errno)
                guard reason == .invalidArgument || reason.isAbsence else {
                    throw RepositoryError(.look, target, reason)
                }
                return target
            }
            let link = FilePath(String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self))
            target = target.removingLastComponent().pushing(link)
        }
        throw RepositoryError(.look, path, .tooManySymbolicLinkLevels)
    }
}
