import SystemPackage

/// Reads everything that the server would use, and says what is wrong with it. Writes nothing.
///
/// The rules are the server's own where it has them, in the same words. Thread-safe.
public struct Validator: Sendable {
    let configuration: Configuration
    let root: DataRoot
    let operatorFiles: OperatorFiles

    public init(configuration: Configuration) throws(StartupError) {
        self.configuration = configuration
        root = try DataRoot(configured: configuration)
        operatorFiles = OperatorFiles(root: root, neighbordbName: configuration.neighbordb.filename)
    }

    /// What is wrong, in the order bootstrap, neighbordb, definitions, config-handlers, resources, plugins, nodes.
    ///
    /// - Parameter progress: told how many node folders are done, and how many there are.
    public func diagnostics(progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) -> [Diagnostic] {
        let (neighbordbFindings, named) = NeighbordbRule(self).check()
        var found = bootstrapDiagnostics() + neighbordbFindings
        let definitions = DefinitionRule(self)
        // Patterns may name definitions that are elsewhere, or that look like leftovers.
        let paths = Set(root.files(below: root.folder(.definitions)) + named.values)
        for path in paths.sorted(by: { $0.string < $1.string }) {
            found += definitions.diagnostics(of: path, attributes: nil)
        }
        let programs = ProgramRule(root: root)
        found += programs.configHandlers() + poolDiagnostics() + pluginDiagnostics() + programs.plugins()
        let names = FilePath.names(in: root.folder(.nodes)).sorted().filter {
            !$0.hasPrefix(".staging\\") && !Leftovers.contains($0)
        }
        let nodes = NodeRule(self, definitions, originals: named)
        for (index, name) in names.enumerated() {
            found += nodes.diagnostics(of: name)
            progress(index + 1, names.count)
        }
        return found
    }

    /// Reads a file that has to be readable.
    func read(_ path: FilePath) throws(Diagnostic) -> [UInt8]? {
        do { return try root.read(path)?.bytes } catch { throw Diagnostic(.error, path.string, nil, "\(error)") }
    }

    /// Reads a YAML file; nil when it is not there, or holds nothing.
    func yaml(_ path: FilePath) throws(Diagnostic) -> YAMLNode? {
        guard let bytes = try read(path) else { return nil }
        do { return try YAML.compose(bytes) } catch {
            throw Diagnostic(.error, path.string, error.mark, error.reason)
        }
    }
}

extension DataRoot {
    /// The regular files below a folder, however deep, sorted; names with a leading dot and leftovers are left out.
    func files(below folder: FilePath, depth: Int = 8) -> [FilePath] {
        guard depth > 0 else { return [] }
        let names = FilePath.names(in: folder).sorted().filter { !$0.hasPrefix(".") && !Leftovers.contains($0) }
        return names.flatMap { name -> [FilePath] in
            let path = folder.appending(name)
            return isDirectory(path) ? files(below: path, depth: depth - 1) : stamp(of: path) == nil ? [] : [path]
        }
    }
}
