import Glibc
import SystemPackage

/// A lock that holds across threads and processes, taken with `flock(2)` on a file of its own.
///
/// The kernel releases it when its holder dies, however it dies. Lock files stay: removing one would let two processes
/// hold "the same" lock.
struct FileLock {
    let path: FilePath

    /// Runs `body` while the lock is held. Waits for the lock as long as it takes.
    ///
    /// Throws `RepositoryError` when the lock cannot be taken, else what `body` throws.
    ///
    /// - Parameter shared: others may hold it at the same time, if all of them only read.
    func withLock<Value>(shared: Bool = false, _ body: () throws -> Value) throws -> Value {
        let file = try open()
        defer { try? file.close() }
        while flock(file.rawValue, shared ? LOCK_SH : LOCK_EX) != 0 {
            guard errno == EINTR else { throw RepositoryError.unwritable(path, Errno(rawValue: errno)) }
        }
        return try body()
    }

    /// Makes the lock file, for another program to take the lock.
    func prepare() throws(RepositoryError) {
        let file = try open()
        try? file.close()
    }

    private func open() throws(RepositoryError) -> FileDescriptor {
        let file: FileDescriptor
        do {
            // Reading rights are enough for flock, so a lock file that another user made still serves.
            file = try FileDescriptor.open(
                path, .readOnly, options: [.create, .closeOnExec], permissions: FilePermissions(rawValue: 0o644))
        } catch { throw .unwritable(path, error as? Errno ?? .ioError) }
        DataRoot.adoptOwner(of: path.removingLastComponent(), for: path)
        return file
    }
}
