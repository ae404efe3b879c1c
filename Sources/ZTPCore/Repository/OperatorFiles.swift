import SystemPackage

/// What the operator provides for new nodes, read on demand: neighbordb, definitions, config-handlers.
struct OperatorFiles: Sendable {
    let root: DataRoot
    /// Name of the neighbordb in data_root, or an absolute path.
    let neighbordbName: String

    /// Where neighbordb lies.
    var neighbordbPath: FilePath { root.path.pushing(FilePath(neighbordbName)) }

    /// A definition as patterns name it: below definitions/, or below data_root when it starts with a slash; nil when
    /// that is no path.
    func definitionPath(_ name: String) -> FilePath? {
        if name.utf8.first == UInt8(ascii: "/") {
            return RepositoryPath(slashSeparated: String(name.drop { $0 == "/" })).map(root.location)
        }
        return RepositoryPath(slashSeparated: name).map { root.location(of: $0, in: .definitions) }
    }

    /// Where a config-handler lies.
    func configHandlerPath(_ path: RepositoryPath) -> FilePath {
        root.location(of: path, in: .configHandlers)
    }
}
