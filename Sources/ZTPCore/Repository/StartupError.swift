public import SystemPackage

/// Why the server cannot start.
public enum StartupError: Error, Sendable, Equatable {
    case noDataRoot(FilePath)
    /// Nobody can say whether it is there.
    case dataRootUnreadable(RepositoryError)
}

extension StartupError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noDataRoot(let path): "data_root \(path) is not a directory"
        case .dataRootUnreadable(let error): "data_root \(error)"
        }
    }
}

extension DataRoot {
    /// The data_root that a configuration names; it has to be there.
    public init(configured configuration: Configuration) throws(StartupError) {
        self.init(path: configuration.general.dataRoot)
        let isThere: Bool
        do { isThere = try isDirectory(path) } catch { throw .dataRootUnreadable(error) }
        guard isThere else { throw .noDataRoot(path) }
    }
}
