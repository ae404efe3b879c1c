import OrderedCollections

/// Reads patterns, from neighbordb or from a node's pattern file.
struct PatternReader {
    enum Source {
        case neighbordb
        /// Name and definition may be missing; a config-handler has had its say.
        case patternFile
    }

    let source: Source
    let identifier: Configuration.Identifier
    let globals: Document.Mapping
    var regexes = RegexTable()

    init(_ source: Source, identifier: Configuration.Identifier, globals: Document.Mapping = [:]) {
        self.source = source
        self.identifier = identifier
        self.globals = globals
    }

    /// - Parameter number: which one of the list it is, from 1; nil for a pattern file.
    mutating func pattern(_ node: YAMLNode, number: Int? = nil) throws(TopologyProblem) -> Pattern {
        var title = number.map { "number \($0)" }
        do throws(TopologyProblem) {
            let pairs = try Self.mapping(node) { .patternIsNoMapping($0) }
            let name = try name(pairs, node)
            if let text = name.map(Self.text) { title = "'\(text)'" }
            return try pattern(pairs, node, name: name, title: title ?? "of the node")
        } catch {
            throw TopologyProblem(mark: error.mark, pattern: title, reason: error.reason)
        }
    }

    typealias Pairs = OrderedDictionary<ExactText, YAMLNode.Pair>

    private mutating func pattern(
        _ pairs: Pairs, _ node: YAMLNode, name: Document?, title: String
    ) throws(TopologyProblem) -> Pattern {
        for (key, pair) in pairs where !Self.keys.contains(key) {
            throw TopologyProblem(.unknownKey(key.string), pair.key)
        }
        let definition = try definition(pairs, node)
        try checkWhatIsMatched(pairs, node)
        let variables = try variables(pairs)
        let condition = try condition(pairs)
        let model = try pairs["model"].flatMap { pair throws(TopologyProblem) in try Self.scalar(pair.value, "model") }
        let entries = try pairs["interfaces"].map { pair throws(TopologyProblem) in
            try Self.entries(pair.value)
        }
        var constraints: [Constraint] = []
        for entry in entries ?? [] { constraints += try self.constraints(entry, variables) }
        let regexModel = model.flatMap { $0.isEmpty ? nil : Match.regex(regexes.regex($0)) }
        return Pattern(
            title: title, name: name, definition: definition, node: condition,
            model: regexModel,
            entries: entries?.map(\.entry), variables: variables, configHandler: try configHandler(pairs),
            constraints: constraints, mark: node.mark,
            isBroken: regexModel?.isBroken == true || constraints.contains { $0.device.isBroken || $0.port.isBroken })
    }

    /// There has to be something to match, and not both a node and a model.
    private func checkWhatIsMatched(_ pairs: Pairs, _ node: YAMLNode) throws(TopologyProblem) {
        var conditions = ["node", "model"].compactMap { pairs[$0] }
        if conditions.count > 1 {
            // Earlier releases wrote both keys into pattern files, with null for the one that was not set.
            if source == .patternFile { conditions.removeAll(where: \.value.isNull) }
            if conditions.count > 1 { throw TopologyProblem(.nodeAndModel, node) }
        }
        if conditions.isEmpty, pairs["interfaces"] == nil { throw TopologyProblem(.nothingToMatch, node) }
    }

    private static let keys: Set<ExactText> = [
        "name", "definition", "node", "model", "variables", "interfaces", "config-handler", "config_handler",
    ]

    private func name(_ pairs: Pairs, _ node: YAMLNode) throws(TopologyProblem) -> Document? {
        guard let pair = pairs["name"] else {
            guard source == .patternFile else { throw TopologyProblem(.lacks("name"), node) }
            return nil
        }
        let value = try Self.document(pair.value)
        switch value {
        case .string, .integer, .bigInteger, .bool:
            guard value.isTruthy || source == .patternFile else {
                throw TopologyProblem(.badName(value.string == nil ? "0 or false" : "empty"), pair.value)
            }
            return value
        case .null, .real, .array, .mapping: throw TopologyProblem(.badName(value.kind), pair.value)
        }
    }

    private func definition(_ pairs: Pairs, _ node: YAMLNode) throws(TopologyProblem) -> String? {
        guard let pair = pairs["definition"] else {
            guard source == .patternFile else { throw TopologyProblem(.lacks("definition"), node) }
            return nil
        }
        let value = try Self.document(pair.value)
        guard let text = value.string else { throw TopologyProblem(.badDefinition(value.kind), pair.value) }
        guard text.isOneWord else { throw TopologyProblem(.definitionHasBlanks(text), pair.value) }
        return text
    }

    private func condition(_ pairs: Pairs) throws(TopologyProblem) -> Pattern.NodeCondition {
        guard let pair = pairs["node"] else { return .anyNode }
        guard let text = try Self.scalar(pair.value, "node"), !text.isEmpty else { return .nobody }
        if identifier == .systemMAC, !text.utf8.allSatisfy({ $0.isHexDigit || ":.".utf8.contains($0) }) {
            throw TopologyProblem(.notAMAC(text), pair.value)
        }
        return .only(text)
    }

    private func variables(_ pairs: Pairs) throws(TopologyProblem) -> Document.Mapping {
        guard let pair = pairs["variables"] else { return globals }
        guard case .mapping = pair.value.content else {
            throw TopologyProblem(.variablesAreNoMapping(try Self.document(pair.value).kind), pair.value)
        }
        return globals.merging(try Self.document(pair.value).mapping ?? [:]) { _, own in own }
    }

    private func configHandler(_ pairs: Pairs) throws(TopologyProblem) -> RepositoryPath? {
        guard source == .neighbordb else { return nil }
        if pairs["config-handler"] != nil, let other = pairs["config_handler"] {
            throw TopologyProblem(.twoConfigHandlers, other.key)
        }
        guard let pair = pairs["config-handler"] ?? pairs["config_handler"] else { return nil }
        guard let text = try Self.scalar(pair.value, "config-handler") else { return nil }
        guard let path = RepositoryPath(slashSeparated: text) else {
            throw TopologyProblem(.badConfigHandler(text), pair.value)
        }
        return path
    }
}

extension PatternReader {
    static func mapping(
        _ node: YAMLNode, orThrow reason: (String) -> TopologyProblem.Reason
    ) throws(TopologyProblem) -> Pairs {
        guard case .mapping = node.content else { throw TopologyProblem(reason(try document(node).kind), node) }
        do { return try node.entries() } catch { throw TopologyProblem(error) }
    }

    static func document(_ node: YAMLNode) throws(TopologyProblem) -> Document {
        do { return try node.document() } catch { throw TopologyProblem(error) }
    }

    /// A scalar as it is written, whatever type YAML would give it; nil for null.
    private static func scalar(_ node: YAMLNode, _ key: String) throws(TopologyProblem) -> String? {
        guard case .scalar(let scalar) = node.content else {
            throw TopologyProblem(.notText(key: key, try document(node).kind), node)
        }
        return node.isNull ? nil : scalar.text
    }

    /// A value as text, the way numbers and null have always been taken where a name is meant.
    static func text(_ value: Document) -> String {
        switch value {
        case .string(let text): text
        case .null: "None"
        case .bool(let value): value ? "True" : "False"
        case .integer, .bigInteger, .real, .array, .mapping: String(decoding: JSON.encode(value), as: UTF8.self)
        }
    }
}

extension String {
    /// Whether it is neither empty nor holds white space.
    var isOneWord: Bool {
        !isEmpty && !unicodeScalars.contains(where: \.properties.isWhitespace)
    }
}
