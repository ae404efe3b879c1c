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
        let listed = root.files(below: root.folder(.definitions), unreadable: { found.append(Diagnostic($0)) })
        for path in Set(listed + named.values).sorted(by: { $0.string < $1.string }) {
            found += definitions.diagnostics(of: path, attributes: nil)
        }
        let programs = ProgramRule(root: root)
        found += programs.configHandlers() + poolDiagnostics() + pluginDiagnostics() + programs.plugins()
        var names: [String] = []
        do { names = try FilePath.names(in: root.folder(.nodes)) } catch { found.append(Diagnostic(error)) }
        names = names.sorted().filter { !$0.hasPrefix(".staging\\") && !Leftovers.contains($0) }
        let nodes = NodeRule(self, definitions, originals: named)
        for (index, name) in names.enumerated() {
            found += nodes.diagnostics(of: name)
            progress(index + 1, names.count)
        }
        return found
    }

    /// Reads a file that has to be readable.
    func read(_ path: FilePath) throws(Diagnostic) -> [UInt8]? {
        do { return try root.read(path)?.bytes } catch { throw Diagnostic(error) }
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
    ///
    /// A link that leads to a folder which was listed already, such as the one it is in, is passed over, and one that
    /// leads out into the whole machine ends somewhere.
    /// - Parameter unreadable: told what cannot be looked at.
    func files(below folder: FilePath, unreadable: (RepositoryError) -> Void) -> [FilePath] {
        var listed: Set<FileStamp.Identity> = []
        return files(below: folder, listed: &listed, unreadable: unreadable)
    }

    /// Far beyond the folders that anybody keeps definitions in.
    private static let mostFolders = 1000

    private func files(
        below folder: FilePath, listed: inout Set<FileStamp.Identity>, unreadable: (RepositoryError) -> Void
    ) -> [FilePath] {
        if let identity = FileStamp.Identity(of: folder) {
            guard listed.count < Self.mostFolders, listed.insert(identity).inserted else { return [] }
        }
        var names: [String] = []
        do { names = try FilePath.names(in: folder) } catch { unreadable(error) }
        var found: [FilePath] = []
        for name in names.sorted() where !name.hasPrefix(".") && !Leftovers.contains(name) {
            let path = folder.appending(name)
            do throws(RepositoryError) {
                if try isDirectory(path) {
                    found += files(below: path, listed: &listed, unreadable: unreadable)
                } else if try stamp(of: path) != nil {
                    found.append(path)
                }
            } catch {
                unreadable(error)
            }
        }
        return found
    }
}

extension Diagnostic {
    /// What could not be looked at is an error of the place where it was looked for.
    init(_ error: RepositoryError) {
        self.init(.error, error.path.string, nil, "\(error)")
    }
}
