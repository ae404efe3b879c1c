import SystemPackage

/// Programs of the operator's that cannot start: config-handlers, and plugins that are run.
///
/// A switch that stores its startup-config is answered all the same, so these are warnings; a plugin that cannot start is
/// an error where a definition calls it.
struct ProgramRule {
    let root: DataRoot

    /// The handlers that patterns may name. Their copies in nodes/ are executable, whatever their own mode.
    func configHandlers() -> [Diagnostic] {
        files(in: .configHandlers).compactMap { diagnostic($0, needsMode: false) }
    }

    /// The plugins that are run as programs.
    func plugins() -> [Diagnostic] {
        files(in: .plugins).compactMap { path in
            guard let name = path.lastComponent?.string, !Plugins.builtIn.contains(name),
                let file = (try? root.read(path)).flatMap({ $0 }),
                case let plugin = PluginFile(path: path, source: file.bytes), plugin.shape == .program,
                plugin.isExecutable
            else { return nil }
            return diagnostic(path, needsMode: true)
        }
    }

    /// A node's own config-handler.
    func configHandler(in folder: FilePath) -> Diagnostic? {
        diagnostic(folder.appending(NodeFile.configHandler.rawValue), needsMode: true)
    }

    private func files(in folder: DataRoot.Folder) -> [FilePath] {
        root.files(below: root.folder(folder))
    }

    private func diagnostic(_ path: FilePath, needsMode: Bool) -> Diagnostic? {
        guard let problem = StartProblem.find(path, needsMode: needsMode) else { return nil }
        let remedy = problem.remedy(path).map { "; to fix it: \($0)" } ?? ""
        return Diagnostic(
            .warning, path.string, problem == .notExecutable ? nil : SourceMark(line: 1, column: 1),
            "it cannot start: \(problem)\(remedy)")
    }
}
