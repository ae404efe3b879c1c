import Glibc
public import SystemPackage

/// The right that a user would need and does not have.
public struct MissingRight: Sendable, Equatable {
    public enum Right: String, Sendable {
        case read, write
        /// To reach what is in a folder.
        case search
    }

    public var right: Right
    /// The file or folder that does not give it.
    public var path: FilePath
    /// The effective user id of the process.
    public var user: UInt32

    public init(_ right: Right, _ path: FilePath, user: UInt32) {
        self.right = right
        self.path = path
        self.user = user
    }

    /// Asks what the kernel asks: for the right to search each folder on the way, then for the one that the operation
    /// needs.
    ///
    /// - Returns: nil when nothing of that is refused, as when a security module is the reason.
    static func find(_ operation: RepositoryError.Operation, _ path: FilePath) -> MissingRight? {
        var parent = path.root.map { FilePath(root: $0) } ?? FilePath(".")
        for component in path.components.dropLast() {
            if isRefused(X_OK, parent) { return MissingRight(.search, parent, user: geteuid()) }
            parent.append(component)
        }
        if isRefused(X_OK, parent) { return MissingRight(.search, parent, user: geteuid()) }
        switch operation {
        case .look: return nil
        case .read: return isRefused(R_OK, path) ? MissingRight(.read, path, user: geteuid()) : nil
        case .list:
            if isRefused(R_OK, path) { return MissingRight(.read, path, user: geteuid()) }
            return isRefused(X_OK, path) ? MissingRight(.search, path, user: geteuid()) : nil
        case .write:
            // Files are replaced, and folders moved, through their folders.
            let refusing = [parent, path].first { isRefused(W_OK, $0) }
            return refusing.map { MissingRight(.write, $0, user: geteuid()) }
        }
    }

    private static func isRefused(_ mode: Int32, _ path: FilePath) -> Bool {
        faccessat(AT_FDCWD, path.string, mode, AT_EACCESS) != 0 && errno == EACCES
    }
}

extension MissingRight: CustomStringConvertible {
    public var description: String { "user id \(user) lacks the right to \(right.rawValue) \(path)" }
}
