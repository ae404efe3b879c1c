import OrderedCollections

extension Pattern {
    /// The pattern file of a node that this pattern has taken in: what it must still be cabled to.
    ///
    /// Entries stand as in neighbordb, with ranges and variables as written. A pattern without entries asks for at least
    /// one neighbor from then on, as documented.
    var file: [UInt8] {
        var pairs: Document.Mapping = [:]
        if let name { pairs["name"] = name }
        pairs["interfaces"] = .array(
            isOpen
                ? [.mapping(["any": .string("any:any")])]
                : (entries ?? []).map { .mapping([ExactText($0.interface): $0.peer]) })
        if !variables.isEmpty { pairs["variables"] = .mapping(variables) }
        if case .only(let node) = node { pairs["node"] = .string(node) }
        if case .regex(let regex) = model { pairs["model"] = .string(regex.source) }
        if let configHandler { pairs["config-handler"] = .string(configHandler.description) }
        return YAML.encode(.mapping(pairs))
    }

    /// Whether it takes in a node without neighbors, which its own file will then refuse.
    var isOpen: Bool { entries?.isEmpty ?? true }
}
