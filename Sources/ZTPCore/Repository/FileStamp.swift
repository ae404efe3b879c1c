public import Glibc
public import SystemPackage

/// What tells one version of a file from the next without reading it.
///
/// The change time is part of it: it also moves when a tool sets the modification time back.
public struct FileStamp: Sendable, Hashable {
    public var device: UInt64
    public var inode: UInt64
    /// Bytes.
    public var size: Int64
    /// When the content was last modified. Tools may set it to any time.
    public var modified: FileTime
    /// When content or attributes last changed.
    public var changed: FileTime

    /// From what `stat(2)` filled in.
    public init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = FileTime(status.st_mtim)
        changed = FileTime(status.st_ctim)
    }

    /// The stamp of an open file, or nil if it cannot be asked for.
    public init?(of file: FileDescriptor) {
        var status = Glibc.stat()
        guard fstat(file.rawValue, &status) == 0 else { return nil }
        self.init(status)
    }

    /// What tells one file from another.
    struct Identity: Hashable {
        var device: UInt64
        var inode: UInt64

        /// Nil when there is nothing, or it cannot be looked at.
        init?(of path: FilePath) {
            var status = Glibc.stat()
            guard fstatat(AT_FDCWD, path.string, &status, 0) == 0 else { return nil }
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    /// Whether a change made right after `now` could leave the stamp as it is: a stamp that is this young proves nothing
    /// yet. Linux keeps time in ticks of a few milliseconds, file systems in steps of up to two seconds.
    func isTooYoung(at now: FileTime) -> Bool {
        max(modified, changed) > now.earlier(bySeconds: 2)
    }
}
