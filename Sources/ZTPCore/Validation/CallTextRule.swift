/// Texts that look like a call of a plugin and are none, and calls with a text behind them that is dropped.
///
/// The server does with them what it always did: the first go to the switch as they are, the second lose their rest.
struct CallTextRule {
    /// Whether there is a plugin of this name.
    let isPlugin: (String) -> Bool

    func finding(_ text: String, _ node: YAMLNode) -> DefinitionRule.Finding? {
        // A call is short, and so is what was meant as one.
        guard text.utf8.contains(UInt8(ascii: "(")), text.utf8.count <= 4096 else { return nil }
        if let call = PluginCall(text) {
            let dropped = call.dropped.trimmingBlanks
            guard !dropped.isEmpty, isPlugin(call.name) else { return nil }
            return .init(
                .warning, node,
                "the text '\(dropped)' behind \(call.name)('\(call.argument)') is dropped: a call is the whole value")
        }
        return reason(text).map { .init(.warning, node, "'\(text.trimmingBlanks)' is sent as text, not called: \($0)") }
    }

    /// Why a text that names a plugin is no call; nil when none is meant.
    private func reason(_ text: String) -> String? {
        if let start = text.firstMatch(of: /^(\s*)(\w+)(\s*)\((.*)/.dotMatchesNewlines()), isPlugin(String(start.2)) {
            let inside = start.4.trimmingBlanks
            let isQuoted = inside.first.map { "'\"|".contains($0) } ?? false
            // `test (see below)` is prose.
            guard start.3.isEmpty || isQuoted else { return nil }
            if !start.1.isEmpty { return "blanks are in front of it" }
            if !start.3.isEmpty { return "blanks are in front of the parenthesis" }
            guard inside.contains(")") else { return "its parenthesis is not closed" }
            if inside.hasPrefix(")") { return "it has no argument" }
            guard isQuoted else { return "its argument must be in quotes" }
            return start.4.prefix(while: { $0 != ")" }).contains(where: \.isWhitespace)
                ? "its parentheses hold blanks" : "its argument must be in quotes, and not empty"
        }
        guard let later = text.firstMatch(of: /\b(\w+)\(\s*['"|]/), isPlugin(String(later.1)) else { return nil }
        return "a call is the whole value, and \(later.1)(…) is behind other text"
    }
}
