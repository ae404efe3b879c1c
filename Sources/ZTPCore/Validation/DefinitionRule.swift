import OrderedCollections
import SystemPackage

/// What can be wrong with a definition: in definitions/, or a node's own.
struct DefinitionRule: Sendable {
    private let validator: Validator
    private let pluginProblems = StampedCache<String?>(capacity: 1000)
    private let actionFiles: ActionFiles
    private var root: DataRoot { validator.root }

    init(_ validator: Validator) {
        self.validator = validator
        actionFiles = ActionFiles(root: validator.root)
    }

    /// - Parameter attributes: the names in the node's attributes file; nil when the definition is nobody's yet.
    func diagnostics(of path: FilePath, attributes: Set<ExactText>?) -> [Diagnostic] {
        let file = path.string
        do throws(Diagnostic) {
            guard let node = try validator.yaml(path) else {
                return [Diagnostic(.error, file, nil, "\(DefinitionProblem.notAMapping("empty"))")]
            }
            do {
                return try findings(node, attributes).inOrder.map {
                    Diagnostic($0.severity, file, $0.mark, $0.message)
                }
            } catch {
                return [Diagnostic(.error, file, error.mark, error.reason)]
            }
        } catch {
            return [error]
        }
    }

    /// A finding before its file is known.
    struct Finding {
        var severity: Diagnostic.Severity
        var mark: SourceMark
        var message: String

        init(_ severity: Diagnostic.Severity, _ node: YAMLNode, _ message: String) {
            self.severity = severity
            mark = node.mark
            self.message = message
        }
    }

    private func findings(_ node: YAMLNode, _ attributes: Set<ExactText>?) throws(YAMLProblem) -> [Finding] {
        let document = try node.document()
        do { _ = try Definition(document) } catch {
            let pairs = try node.entries()
            return [Finding(.error, pairs["actions"]?.value ?? node, "\(error)")]
                + KnownKeysRule.findings(pairs, KnownKeysRule.ofDefinition)
        }
        let pairs = try node.entries()
        let global = Set(try pairs["attributes"]?.value.entries().keys.map(\.self) ?? [])
        var found = KnownKeysRule.findings(pairs, KnownKeysRule.ofDefinition)
        // References bring these into the actions, and calls are looked for behind references.
        if let values = pairs["attributes"]?.value { found += try callTextFindings(values) }
        guard case .sequence(let actions)? = pairs["actions"]?.value.content else { return found }
        for action in actions {
            let keys = try action.entries()
            found += findings(actionName: keys["action"]?.value, action)
            found += KnownKeysRule.findings(keys, KnownKeysRule.ofAction)
            if let flag = keys["always_execute"]?.value {
                found += try TruthyTextRule.findings("always_execute", flag)
            }
            let given = keys["attributes"]?.value
            if let values = given, !values.isMapping {
                found.append(
                    Finding(
                        .error, values,
                        "the attributes of an action must be a mapping, they are \(try values.document().kind)"))
                continue
            }
            if let name = try keys["action"]?.value.document().string {
                found += try ActionAttributesRule(files: actionFiles).findings(
                    name, given ?? action, try given?.entries() ?? [:])
            }
            guard let values = given else { continue }
            let known = Known(own: attributes, global: global)
            for (_, pair) in try values.entries() { found += try findings(value: pair.value, known, depth: 0) }
            found += try templateFindings(values)
        }
        return found
    }

    private func findings(actionName node: YAMLNode?, _ action: YAMLNode) -> [Finding] {
        guard let node else { return [Finding(.error, action, "it names no action")] }
        guard case .string(let name)? = try? node.document(), let path = RepositoryPath([name]) else {
            return [Finding(.error, node, "the action's name must be the name of a file in actions/")]
        }
        let absence = validator.absence(of: root.location(of: path, in: .actions), or: "there is no actions/\(name)")
        return absence.map { [Finding(.error, node, $0)] } ?? []
    }

    /// What a reference may name.
    private struct Known {
        var own: Set<ExactText>?
        var global: Set<ExactText>
    }

    /// References count in the values of an action and one mapping below; calls and files at any depth.
    private func findings(value node: YAMLNode, _ known: Known, depth: Int) throws(YAMLProblem) -> [Finding] {
        switch node.content {
        case .scalar:
            guard let text = try node.document().string else { return [] }
            return findings(text: text, node, known, isReference: depth < 2)
        case .sequence(let items):
            var found: [Finding] = []
            for item in items {
                if let text = try item.document().string {
                    found += findings(text: text, item, known, isReference: false)
                }
            }
            return found
        case .mapping:
            var found: [Finding] = []
            for (_, pair) in try node.entries() { found += try findings(value: pair.value, known, depth: depth + 1) }
            return found
        }
    }

    private func findings(text: String, _ node: YAMLNode, _ known: Known, isReference: Bool) -> [Finding] {
        if isReference, text.utf8.first == UInt8(ascii: "$") {
            let name = ExactText(String(text.unicodeScalars.dropFirst()))
            if known.global.contains(name) || known.own?.contains(name) == true { return [] }
            return [
                Finding(
                    .warning, node,
                    known.own == nil
                        ? "\(text) is not among the definition's attributes; each node's attributes file has to have it"
                        : "\(text) is neither in the node's attributes file nor among the definition's attributes; it becomes null"
                )
            ]
        }
        let remark = callTexts.finding(text, node).map { [$0] } ?? []
        if let call = PluginCall(text) { return (problem(of: call).map { [Finding(.error, node, $0)] } ?? []) + remark }
        if !remark.isEmpty { return remark }
        let server = validator.configuration.general.serverURL.joining("files") + "/"
        let local = text.hasPrefix(server) ? "files/" + text.dropFirst(server.count) : text.drop { $0 == "/" }[...]
        guard local.hasPrefix("files/"), !local.contains("$") else { return [] }
        let path = RepositoryPath(slashSeparated: String(local)).map(root.location)
        return validator.absence(of: path, or: "there is no \(local)").map { [Finding(.error, node, $0)] } ?? []
    }

    private var callTexts: CallTextRule {
        CallTextRule { name in
            Plugins.builtIn.contains(name)
                || RepositoryPath([name]).flatMap { try? root.read(root.location(of: $0, in: .plugins)) } != nil
        }
    }

    /// The texts in a mapping of attributes that look like calls and are none.
    private func callTextFindings(_ values: YAMLNode) throws(YAMLProblem) -> [Finding] {
        switch values.content {
        case .scalar: return try values.document().string.flatMap { callTexts.finding($0, values) }.map { [$0] } ?? []
        case .sequence(let items):
            var found: [Finding] = []
            for item in items { found += try callTextFindings(item) }
            return found
        case .mapping:
            var found: [Finding] = []
            for (_, pair) in try values.entries() { found += try callTextFindings(pair.value) }
            return found
        }
    }

    /// Why a call gives no value, as far as that can be told without asking.
    private func problem(of call: PluginCall) -> String? {
        switch call.name {
        case "test": return nil
        case "allocate":
            guard let pool = PoolName(call.argument) else {
                return "\(PoolProblem(pool: call.argument, reason: .badName))"
            }
            // What is wrong with the file itself is said once, at the file.
            let path = root.folder(.resources).appending(pool.rawValue)
            return validator.absence(of: path, or: "\(PoolProblem(pool: pool.rawValue, reason: .missing))")
        case "sqlite":
            guard let pool = PoolName(call.argument) else {
                return "\(PoolProblem(pool: call.argument, reason: .badName))"
            }
            return SQLitePools(configuration: validator.configuration, root: root).problem(with: pool).map { "\($0)" }
        default:
            let plugins = ExternalPlugins(
                root: root, processes: ChildProcesses(), configuration: validator.configuration)
            guard let name = RepositoryPath([call.name]),
                let stamp = try? root.stamp(of: root.location(of: name, in: .plugins))
            else { return plugins.problem(of: call) }
            // Every node's definition calls the same few, and Python has to be started for most of them.
            return pluginProblems.value(for: call.name, [stamp]) { plugins.problem(of: call) }
        }
    }

    /// Whether a template asks for more than the action's `variables` have.
    private func templateFindings(_ attributes: YAMLNode) throws(YAMLProblem) -> [Finding] {
        let pairs = try attributes.entries()
        guard let url = pairs["url"]?.value, let text = try url.document().string,
            text.drop(while: { $0 == "/" }).hasPrefix("files/"),
            let path = RepositoryPath(slashSeparated: String(text.drop { $0 == "/" })),
            let file = try? root.read(root.location(of: path)), let variables = pairs["variables"]?.value,
            case .mapping = variables.content
        else { return [] }
        let names = try variables.entries().keys
        let isStrict = try pairs["substitution_mode"]?.value.document().string == "strict"
        let missing = TemplateText.placeholders(in: file.bytes).filter { !names.contains(ExactText($0)) }
        return missing.map { name in
            Finding(
                isStrict ? .error : .warning, variables,
                "\(path) wants $\(name), which is not among the variables"
                    + (isStrict ? "; the switch fails, since substitution_mode is strict" : ""))
        }
    }
}

extension [DefinitionRule.Finding] {
    /// As the file has them; those of one place stay in the order in which they were found.
    fileprivate var inOrder: Self {
        enumerated().sorted { left, right in
            (left.element.mark.line, left.element.mark.column, left.offset)
                < (right.element.mark.line, right.element.mark.column, right.offset)
        }.map(\.element)
    }
}
