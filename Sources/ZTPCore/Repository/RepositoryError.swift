public import SystemPackage

/// Why something in data_root could not be read or written.
public enum RepositoryError: Error, Sendable, Equatable {
    case unreadable(FilePath, Errno)
    case unwritable(FilePath, Errno)
}

extension RepositoryError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
        case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
        }
    }
}
