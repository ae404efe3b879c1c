import OrderedCollections

/// Whether an action is given what it needs, and nothing that it does not take. Only for action files that say what they
/// take, or are known.
struct ActionAttributesRule {
    let files: ActionFiles

    typealias Pairs = OrderedDictionary<ExactText, YAMLNode.Pair>

    /// - Parameters:
    ///   - name: the action.
    ///   - action: where it is in the definition.
    ///   - pairs: its attributes.
    func findings(_ name: String, _ action: YAMLNode, _ pairs: Pairs) throws(YAMLProblem) -> [DefinitionRule.Finding] {
        guard let file = files.file(name), let attributes = file.attributes else { return [] }
        var found: [DefinitionRule.Finding] = []
        for required in attributes.required {
            let value = pairs[ExactText(required)]?.value
            guard let value else {
                found.append(.init(.warning, action, "\(name) needs the attribute '\(required)', which is missing"))
                continue
            }
            if try !value.document().isTruthy {
                found.append(.init(.warning, value, "\(name) needs the attribute '\(required)', which is empty"))
            }
        }
        for (key, pair) in pairs where !attributes.all.contains(where: { $0.isSame(as: key.string) }) {
            // An edited copy may take more than its header says.
            guard !file.mentions(key.string) else { continue }
            let hint =
                NearestName.of(key.string, in: attributes.all).map { "did you mean '\($0)'?" }
                ?? "it takes \(attributes.all.joined(separator: ", "))"
            found.append(.init(.warning, pair.key, "\(name) has no attribute '\(key)'; \(hint)"))
        }
        for flag in attributes.flags {
            guard let value = pairs[ExactText(flag)]?.value else { continue }
            found += try TruthyTextRule.findings(flag, value)
        }
        return found
    }
}
