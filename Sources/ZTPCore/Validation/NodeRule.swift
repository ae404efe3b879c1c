import OrderedCollections
import SystemPackage

/// What can be wrong with a node's folder.
struct NodeRule: Sendable {
    private let validator: Validator
    private let definitions: DefinitionRule
    private let repository: FileRepository
    /// The definitions that patterns name, by the names of the patterns.
    private let originals: [ExactText: FilePath]

    init(_ validator: Validator, _ definitions: DefinitionRule, originals: [ExactText: FilePath]) {
        self.validator = validator
        self.definitions = definitions
        self.originals = originals
        repository = FileRepository(root: validator.root)
    }

    func diagnostics(of name: String) -> [Diagnostic] {
        let folder = validator.root.folder(.nodes).appending(name)
        let found: NodeInventory?
        do throws(RepositoryError) {
            guard try validator.root.isDirectory(folder) else {
                return [Diagnostic(.warning, folder.string, nil, "it is not a folder, and nodes/ holds nothing else")]
            }
            guard let id = NodeID(rawValue: name) else {
                return [Diagnostic(.warning, folder.string, nil, "no switch can have this name")]
            }
            found = try repository.inventory(of: id, NodeFile.allCases)
        } catch {
            return [Diagnostic(error)]
        }
        // Without a folder it went away just now.
        return found.map { diagnostics(in: folder, $0) } ?? []
    }

    private func diagnostics(in folder: FilePath, _ inventory: NodeInventory) -> [Diagnostic] {
        var found: [Diagnostic] = []
        if !inventory.contains(.definition), !inventory.contains(.startupConfig) {
            found.append(Diagnostic(.error, folder.string, nil, "\(Refusal.folderIncomplete)"))
        }
        let (node, reportFindings) = report(folder, inventory)
        found += reportFindings + pattern(folder, inventory, node)
        let (attributes, attributeFindings) = attributes(folder, inventory)
        found += attributeFindings
        if inventory.contains(.definition) {
            // Beside a startup-config the definition's own attributes do not count, so what it lacks is not looked for.
            let path = folder.appending(NodeFile.definition.rawValue)
            found += noting(path, folder, definitions.diagnostics(of: path, attributes: attributes))
        }
        if let stamp = inventory.stamp(of: .startupConfig), stamp.size == 0 {
            let path = folder.appending(NodeFile.startupConfig.rawValue)
            found.append(Diagnostic(.warning, path.string, nil, "it is empty, and the node is given it all the same"))
        } else if inventory.contains(.startupConfig) {
            found += startupConfig(folder)
        }
        if inventory.contains(.configHandler), let problem = ProgramRule(root: validator.root).configHandler(in: folder)
        {
            found.append(problem)
        }
        return found
    }

    private func startupConfig(_ folder: FilePath) -> [Diagnostic] {
        let path = folder.appending(NodeFile.startupConfig.rawValue)
        do throws(Diagnostic) {
            guard let bytes = try validator.read(path), BytesLiteral.isAll(of: bytes) else { return [] }
            return [Diagnostic(.warning, path.string, SourceMark(line: 1, column: 1), BytesLiteral.problem(path))]
        } catch {
            return [error]
        }
    }

    /// The findings in a node's definition with a note that an edit of definitions/ does not reach it.
    private func noting(_ path: FilePath, _ folder: FilePath, _ found: [Diagnostic]) -> [Diagnostic] {
        guard var last = found.last else { return [] }
        let original = original(of: folder)
        last.note =
            "this is the node's own copy, and the copy counts: a change in definitions/ does not reach it. "
            + "To renew it: cp \(original?.string.shellQuoted ?? "DEFINITION") \(path.string.shellQuoted)"
        return found.dropLast() + [last]
    }

    /// The definition that the node's pattern names in neighbordb now; nil when that cannot be told.
    private func original(of folder: FilePath) -> FilePath? {
        let identifier = validator.configuration.general.identifier
        guard let file = (try? validator.root.read(folder.appending(NodeFile.pattern.rawValue))).flatMap({ $0 }),
            let name = (try? Pattern(parsingFile: file.bytes, identifier: identifier))?.name
        else { return nil }
        return originals[ExactText(PatternReader.text(name))]
    }

    /// A node that has not reported itself yet has no report, which is no fault.
    private func report(_ folder: FilePath, _ inventory: NodeInventory) -> (Node?, [Diagnostic]) {
        guard inventory.contains(.report) else { return (nil, []) }
        let path = folder.appending(NodeFile.report.rawValue)
        do throws(Diagnostic) {
            guard let bytes = try validator.read(path) else {
                throw Diagnostic(.error, path.string, nil, "it is not a file")
            }
            let document: Document
            do { document = try JSON.parse(bytes) } catch {
                throw Diagnostic(.error, path.string, error.mark(in: bytes), "it is not JSON: \(error.reason)")
            }
            do { return (try Node(document), []) } catch { throw Diagnostic(.error, path.string, nil, "\(error)") }
        } catch {
            return (nil, [error])
        }
    }

    private func pattern(_ folder: FilePath, _ inventory: NodeInventory, _ node: Node?) -> [Diagnostic] {
        guard !validator.configuration.general.disableTopologyValidation else { return [] }
        let path = folder.appending(NodeFile.pattern.rawValue)
        do throws(Diagnostic) {
            guard let bytes = try validator.read(path) else {
                return [
                    Diagnostic(
                        .error, path.string, nil,
                        "there is no pattern, so the node is refused; [default] disable_topology_validation is off")
                ]
            }
            let pattern: Pattern
            do throws(TopologyProblem) {
                pattern = try Pattern(parsingFile: bytes, identifier: validator.configuration.general.identifier)
            } catch {
                throw Diagnostic(.error, path.string, error.mark, error.reason.description)
            }
            guard let node else { return [] }
            do throws(ExpressionProblem) {
                guard let mismatch = try pattern.verdict(pattern.context(for: node)).mismatch else { return [] }
                return [
                    Diagnostic(
                        .error, path.string, pattern.mark, "the node does not fit, by its last report: \(mismatch)")
                ]
            } catch {
                throw Diagnostic(.error, path.string, error.mark, error.sentence)
            }
        } catch {
            return [error]
        }
    }

    private func attributes(_ folder: FilePath, _ inventory: NodeInventory) -> (Set<ExactText>, [Diagnostic]) {
        guard inventory.contains(.attributes) else { return ([], []) }
        let path = folder.appending(NodeFile.attributes.rawValue)
        do throws(Diagnostic) {
            guard let node = try validator.yaml(path), !node.isNull else { return ([], []) }
            guard case .mapping = node.content else {
                throw Diagnostic(.error, path.string, node.mark, "it must be a mapping")
            }
            do {
                _ = try node.document()
                return (Set(try node.entries().keys), [])
            } catch {
                throw Diagnostic(.error, path.string, error.mark, error.reason)
            }
        } catch {
            return ([], [error])
        }
    }
}
