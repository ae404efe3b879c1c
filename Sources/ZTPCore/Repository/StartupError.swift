public import SystemPackage

/// Why the server cannot start.
public enum StartupError: Error, Sendable, Equatable {
    case noDataRoot(FilePath)
}

extension StartupError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noDataRoot(let path): "data_root \(path) is no directory that can be entered"
        }
    }
}

extension DataRoot {
    /// The data_root that a configuration names; it has to be there.
    public init(configured configuration: Configuration) throws(StartupError) {
        self.init(path: configuration.general.dataRoot)
        guard isDirectory(path) else { throw .noDataRoot(path) }
    }
}
