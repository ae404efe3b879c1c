import OrderedCollections

/// A value of a YAML file together with the place where it stands.
struct YAMLNode: Sendable {
    let mark: SourceMark
    let content: Content

    enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        /// In file order; no key appears twice as it is written.
        case mapping([Pair])
    }

    struct Pair: Sendable {
        let key: YAMLNode
        let value: YAMLNode
    }

    /// The value with the types of YAML 1.1.
    func document() throws(YAML.SyntaxError) -> Document {
        switch content {
        case .scalar(let scalar):
            do { return try scalar.value() } catch { throw YAML.SyntaxError(mark: mark, reason: error.reason) }
        case .sequence(let items):
            var documents: [Document] = []
            documents.reserveCapacity(items.count)
            for item in items { documents.append(try item.document()) }
            return .array(documents)
        case .mapping:
            var documents: Document.Mapping = [:]
            for (key, pair) in try entries() { documents[key] = try pair.value.document() }
            return .mapping(documents)
        }
    }

    /// The pairs of a mapping by the text of their keys, merge keys (`<<`) resolved: what they bring in comes first and
    /// yields to the mapping's own values. Empty for everything that is no mapping.
    func entries() throws(YAML.SyntaxError) -> OrderedDictionary<ExactText, Pair> {
        guard case .mapping(let pairs) = content else { return [:] }
        var entries: OrderedDictionary<ExactText, Pair> = [:]
        for pair in pairs where pair.isMerge {
            try pair.value.merge(into: &entries)
        }
        let hasMerged = !entries.isEmpty
        var own: Set<ExactText> = []
        for pair in pairs where !pair.isMerge {
            let key = try pair.key.keyText()
            let isNew = hasMerged ? own.insert(key).inserted : entries[key] == nil
            guard isNew else {
                throw YAML.SyntaxError(mark: pair.key.mark, reason: "key '\(key)' appears twice in one mapping")
            }
            entries[key] = pair
        }
        return entries
    }

    /// The text of a mapping's key as it appears in JSON: `5`, `true`, `null` for keys that are no text.
    func keyText() throws(YAML.SyntaxError) -> ExactText {
        guard case .scalar(let scalar) = content else {
            throw YAML.SyntaxError(mark: mark, reason: "a list or mapping cannot be a key")
        }
        let value: Document
        do { value = try scalar.value(asKey: true) } catch { throw YAML.SyntaxError(mark: mark, reason: error.reason) }
        return ExactText(value.string ?? String(decoding: JSON.encode(value), as: UTF8.self))
    }

    /// What a merge key brings in. Of a list of mappings, the first one wins.
    private func merge(into merged: inout OrderedDictionary<ExactText, Pair>) throws(YAML.SyntaxError) {
        switch content {
        case .mapping:
            for (key, pair) in try entries() { merged[key] = pair }
        case .sequence(let items):
            for item in items.reversed() {
                guard case .mapping = item.content else {
                    throw YAML.SyntaxError(mark: item.mark, reason: "'<<' merges mappings only")
                }
                try item.merge(into: &merged)
            }
        case .scalar:
            throw YAML.SyntaxError(mark: mark, reason: "'<<' merges mappings only")
        }
    }
}

extension YAMLNode.Pair {
    var isMerge: Bool {
        if case .scalar(let scalar) = key.content { scalar.isPlain && scalar.text.isSame(as: "<<") } else { false }
    }
}

extension YAMLNode {
    var isMapping: Bool {
        if case .mapping = content { true } else { false }
    }

    /// Whether the value is null in YAML.
    var isNull: Bool {
        if case .scalar(let scalar) = content, case .null? = try? scalar.value() { true } else { false }
    }

    /// Whether a key is text, not a number, a boolean or null.
    var isTextKey: Bool {
        if case .scalar(let scalar) = content, case .string? = try? scalar.value(asKey: true) { true } else { false }
    }
}
