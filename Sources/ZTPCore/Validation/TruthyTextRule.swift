/// Whether a flag is a text that reads as false and counts as true: any text but the empty one does.
enum TruthyTextRule {
    private static let negative: Set<String> = ["false", "no", "off", "never", "none", "null", "n", "f", "0", "~"]

    static func findings(_ key: String, _ value: YAMLNode) throws(YAMLProblem) -> [DefinitionRule.Finding] {
        guard let text = try value.document().string, negative.contains(text.lowercased()) else { return [] }
        return [
            .init(.warning, value, "\(key) is the text '\(text)', which counts as true; write \(key): false")
        ]
    }
}
