import OrderedCollections

/// Keys of a definition, or of an action in it, that nobody reads.
enum KnownKeysRule {
    static let ofDefinition = ["name", "description", "attributes", "actions"]
    static let ofAction = [
        "name", "description", "action", "attributes", "always_execute", "onstart", "onsuccess", "onfailure",
    ]

    /// - Parameters:
    ///   - pairs: what the definition or action holds.
    ///   - known: the keys that count.
    static func findings(
        _ pairs: OrderedDictionary<ExactText, YAMLNode.Pair>, _ known: [String]
    ) -> [DefinitionRule.Finding] {
        pairs.filter { !isKnown($0.key, known) && !isAside($0.key) }.map { key, pair in
            let hint =
                NearestName.of(key.string, in: known).map { "did you mean '\($0)'?" }
                ?? "there are \(known.joined(separator: ", "))"
            return .init(.warning, pair.key, "unknown key '\(key)'; \(hint)")
        }
    }

    private static func isKnown(_ key: ExactText, _ known: [String]) -> Bool {
        known.contains { $0.isSame(as: key.string) }
    }

    /// Whether a key says itself that it is for something else, such as what aliases refer to.
    private static func isAside(_ key: ExactText) -> Bool {
        ["x-", "_", "."].contains { key.string.hasPrefix($0) }
    }
}
