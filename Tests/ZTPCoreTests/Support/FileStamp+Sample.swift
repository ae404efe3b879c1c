import Glibc

@testable import ZTPCore

extension FileStamp {
    /// A stamp of a file that does not exist.
    ///
    /// - Parameter seconds: when it was modified and changed, since 1970.
    static func sample(size: Int64 = 10, inode: UInt64 = 1, seconds: Int64 = 784_111_777) -> FileStamp {
        var stamp = FileStamp(stat())
        stamp.size = size
        stamp.inode = inode
        stamp.modified = FileTime(seconds: seconds)
        stamp.changed = FileTime(seconds: seconds)
        return stamp
    }
}
