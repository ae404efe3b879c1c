import SystemPackage

/// The rules about files that stand alone.
extension Validator {
    func bootstrapDiagnostics() -> [Diagnostic] {
        var found: [Diagnostic] = []
        let folder = root.folder(.bootstrap)
        let script = root.bootstrapScript(configuration.bootstrap.filename)
        do throws(Diagnostic) {
            if let bytes = try read(script) {
                if !bytes.starts(with: "#!".utf8) {
                    found.append(
                        Diagnostic(
                            .warning, script.string, SourceMark(line: 1, column: 1),
                            "it does not begin with #!, so a switch does not run it but keeps it as its startup-config")
                    )
                }
                if !TemplateText.placeholders(in: bytes).contains("SERVER") {
                    found.append(
                        Diagnostic(
                            .warning, script.string, nil,
                            "the script does not mention $SERVER, so it cannot know where this server is"))
                }
            } else {
                found.append(Diagnostic(.error, script.string, nil, "there is no bootstrap script; switches get 400"))
            }
            let conf = folder.appending("bootstrap.conf")
            if let node = try yaml(conf), !node.isNull {
                guard case .mapping = node.content else {
                    found.append(
                        Diagnostic(.warning, conf.string, node.mark, "it must be a mapping; it says nothing now"))
                    return found
                }
                do {
                    _ = try node.document()
                    found += try LoggingRule(file: conf.string).diagnostics(node)
                } catch {
                    found.append(Diagnostic(.error, conf.string, error.mark, error.reason))
                }
            }
        } catch {
            found.append(error)
        }
        return found
    }

    /// Why a file is of no use; nil when it is there.
    ///
    /// - Parameters:
    ///   - path: nil for a name that no file can have.
    ///   - missing: what to say when it is not there.
    func absence(of path: FilePath?, or missing: String) -> String? {
        guard let path else { return missing }
        do { return try root.stamp(of: path) == nil ? missing : nil } catch { return "\(error)" }
    }

    func poolDiagnostics() -> [Diagnostic] {
        let repository = FileRepository(root: root)
        let pools: [PoolName]
        do { pools = try repository.pools() } catch { return [Diagnostic(error)] }
        return pools.compactMap { pool in
            let path = root.folder(.resources).appending(pool.rawValue)
            do throws(PoolProblem) {
                let entries = try repository.entries(of: pool)
                guard entries.contains(where: { $0.owner == nil }) else {
                    return Diagnostic(
                        .warning, path.string, nil,
                        "all \(entries.count) entries are given out; the next switch that asks is refused")
                }
                return (try? root.read(path)).flatMap { PoolOwnerRule.diagnostic(of: $0.bytes, file: path.string) }
            } catch {
                switch error.reason {
                case .broken(let problem): return Diagnostic(.error, path.string, problem.mark, problem.reason)
                case .valueIsNoText(let mark, let entry, let kind):
                    return Diagnostic(.error, path.string, mark, "the owner of '\(entry)' must be text, it is \(kind)")
                case .badName, .missing, .isDirectory, .unreadable, .unwritable, .notAMapping, .empty, .exhausted,
                    .notEditable, .noEntry, .keepsChanging, .noDatabase, .noTable, .database:
                    return Diagnostic(.error, path.string, nil, "\(error)")
                }
            }
        }
    }

    func pluginDiagnostics() -> [Diagnostic] {
        Plugins.builtIn.sorted().compactMap { name in
            let path = root.folder(.plugins).appending(name)
            do throws(RepositoryError) {
                guard try root.stamp(of: path) != nil else { return nil }
                return Diagnostic(.warning, path.string, nil, "\(name) is built in; this file is not used")
            } catch { return Diagnostic(error) }
        }
    }
}
