import OrderedCollections

extension Neighbordb {
    /// Reads the file. One invalid pattern makes all of it unusable.
    init(parsing bytes: [UInt8], identifier: Configuration.Identifier) throws(TopologyProblem) {
        let root = try YAMLNode.root(of: bytes)
        let pairs = try PatternReader.mapping(root) { .notAMapping($0) }
        var reader = PatternReader(.neighbordb, identifier: identifier, globals: try Self.variables(pairs))
        guard let list = pairs["patterns"]?.value else { throw TopologyProblem(.lacks("patterns"), root) }
        guard case .sequence(let items) = list.content else {
            throw TopologyProblem(.patternsAreNoList(try PatternReader.document(list).kind), list)
        }
        var patterns: [Pattern] = []
        patterns.reserveCapacity(items.count)
        for (index, item) in items.enumerated() { patterns.append(try reader.pattern(item, number: index + 1)) }
        self.init(patterns: patterns, identifier: identifier)
    }

    private static func variables(
        _ pairs: PatternReader.Pairs
    ) throws(TopologyProblem) -> Document.Mapping {
        guard let pair = pairs["variables"] else { return [:] }
        let value = try PatternReader.document(pair.value)
        guard let variables = value.mapping else {
            throw TopologyProblem(.variablesAreNoMapping(value.kind), pair.value)
        }
        for keyword in ["any", "none"] where variables[keyword] != nil {
            throw TopologyProblem(.variableTakesKeyword(keyword), pair.value)
        }
        return variables
    }
}

extension Pattern {
    /// Reads a node's pattern file.
    init(parsingFile bytes: [UInt8], identifier: Configuration.Identifier) throws(TopologyProblem) {
        var reader = PatternReader(.patternFile, identifier: identifier)
        self = try reader.pattern(try YAMLNode.root(of: bytes))
    }
}

extension YAMLNode {
    fileprivate static func root(of bytes: [UInt8]) throws(TopologyProblem) -> YAMLNode {
        let root: YAMLNode?
        do { root = try YAML.compose(bytes) } catch { throw TopologyProblem(error) }
        guard let root, !root.isNull else { throw TopologyProblem(mark: nil, pattern: nil, reason: .empty) }
        return root
    }
}
