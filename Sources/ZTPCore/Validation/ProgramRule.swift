import SystemPackage

/// Programs of the operator's that cannot start: config-handlers, and plugins that are run.
///
/// A switch that stores its startup-config is answered all the same, so these are warnings; a plugin that cannot start is
/// an error where a definition calls it.
struct ProgramRule {
    let root: DataRoot

    /// The handlers that patterns may name. Their copies in nodes/ are executable, whatever their own mode.
    func configHandlers() -> [Diagnostic] {
        findings(in: .configHandlers) { diagnostic($0, needsMode: false) }
    }

    /// The plugins that are run as programs.
    func plugins() -> [Diagnostic] {
        findings(in: .plugins) { path throws(RepositoryError) in
            guard let name = path.lastComponent?.string, !Plugins.builtIn.contains(name),
                let file = try root.read(path),
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

    /// What is said of the files of a folder, and what of it cannot be looked at.
    private func findings(
        in folder: DataRoot.Folder, _ finding: (FilePath) throws(RepositoryError) -> Diagnostic?
    ) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for path in root.files(below: root.folder(folder), unreadable: { found.append(Diagnostic($0)) }) {
            do { found += [try finding(path)].compactMap(\.self) } catch { found.append(Diagnostic(error)) }
        }
        return found
    }

    private func diagnostic(_ path: FilePath, needsMode: Bool) -> Diagnostic? {
        guard let problem = StartProblem.find(path, needsMode: needsMode) else { return nil }
        let remedy = problem.remedy(path).map { "; to fix it: \($0)" } ?? ""
        return Diagnostic(
            .warning, path.string, problem == .notExecutable ? nil : SourceMark(line: 1, column: 1),
            "it cannot start: \(problem)\(remedy)")
    }
}
