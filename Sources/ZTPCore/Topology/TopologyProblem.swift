public import SystemPackage

/// What makes a neighbordb, or a node's pattern file, unusable.
public struct TopologyProblem: Error, Sendable, Equatable {
    /// Where it stands, if that is known.
    public var mark: SourceMark?
    /// The pattern that it is in: its name, or its number if it has none.
    public var pattern: String?
    public var reason: Reason

    public enum Reason: Sendable, Equatable {
        case unreadable(String)
        /// Nothing but comments, or null.
        case empty
        case notAMapping(String)
        case patternsAreNoList(String)
        case variablesAreNoMapping(String)
        case variableTakesKeyword(String)
        case patternIsNoMapping(String)
        case unknownKey(String)
        case lacks(String)
        case badName(String)
        case badDefinition(String)
        case definitionHasBlanks(String)
        case nodeAndModel
        case nothingToMatch
        case notText(key: String, String)
        case notAMAC(String)
        case badConfigHandler(String)
        case twoConfigHandlers
        case interfacesAreNoList(String)
        case interfaceIsNoMapping(String)
        case interfaceIsNoText(String)
        case notAnInterface(String)
        case badRange(String)
        case rangeAddsNothing(String)
        case tooManyInterfaces
        case peerIsNoText(String)
        case peerIncomplete(String)
        case peerHasBlanks(String)
        case contradiction(String)
        case unknownFunction(String)
        case undefinedVariable(String)
        case variableIsNoText(name: String, String)
    }
}

extension TopologyProblem {
    init(_ reason: Reason, _ node: YAMLNode) {
        self.init(mark: node.mark, pattern: nil, reason: reason)
    }

    init(_ error: YAML.SyntaxError) {
        self.init(mark: error.mark, pattern: nil, reason: .unreadable(error.reason))
    }
}

extension TopologyProblem: CustomStringConvertible {
    /// `line:column: pattern 'name': reason`, as far as they are known.
    public var description: String {
        var text = mark.map { "\($0.line):\($0.column): " } ?? ""
        if let pattern { text += "pattern \(pattern): " }
        return text + reason.description
    }
}

extension TopologyProblem {
    /// The same with the file in front: `file:line:column: …`.
    public func description(in path: FilePath) -> String {
        "\(path):\(mark == nil ? " " : "")\(self)"
    }
}

extension TopologyProblem.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let reason): reason
        case .empty: "the file must be a mapping, it is empty"
        case .notAMapping(let kind): "the file must be a mapping, it is \(kind)"
        case .patternsAreNoList(let kind): "'patterns' must be a list, it is \(kind)"
        case .variablesAreNoMapping(let kind): "'variables' must be a mapping, it is \(kind)"
        case .variableTakesKeyword(let name): "a variable cannot be called '\(name)'"
        case .patternIsNoMapping(let kind): "a pattern must be a mapping, it is \(kind)"
        case .unknownKey(let key):
            "unknown key '\(key)'; the keys are name, definition, node, model, variables, interfaces and config-handler"
        case .lacks(let key): "'\(key)' is missing"
        case .badName(let kind): "'name' must be text or a whole number other than 0, it is \(kind)"
        case .badDefinition(let kind): "'definition' must be text, it is \(kind)"
        case .definitionHasBlanks(let text): "the definition '\(text)' must be one word, without white space"
        case .nodeAndModel: "a pattern cannot have both 'node' and 'model'"
        case .nothingToMatch: "one of 'node', 'model' and 'interfaces' is needed"
        case .notText(let key, let kind): "'\(key)' must be text, it is \(kind)"
        case .notAMAC(let text): "node '\(text)' is not a MAC address, as [default] identifier = systemmac asks for"
        case .badConfigHandler(let text): "config-handler '\(text)' cannot name a file in config-handlers/"
        case .twoConfigHandlers: "'config-handler' and 'config_handler' mean the same; only one of them may be given"
        case .interfacesAreNoList(let kind): "'interfaces' must be a list, it is \(kind)"
        case .interfaceIsNoMapping(let kind): "an entry of 'interfaces' must be INTERFACE: NEIGHBOR, it is \(kind)"
        case .interfaceIsNoText(let text): "'\(text)' cannot be an interface: YAML does not read it as text"
        case .notAnInterface(let text):
            "'\(text)' is neither any, none nor an interface such as Ethernet1 or Ethernet1-4"
        case .badRange(let text): "'\(text)' is not a range such as Ethernet1-4 or Ethernet1/1-1/4"
        case .rangeAddsNothing(let text): "the range '\(text)' names only interfaces that were named before"
        case .tooManyInterfaces: "the ranges name more than 65536 interfaces"
        case .peerIsNoText(let kind): "a neighbor must be any, none, DEVICE or DEVICE:PORT, it is \(kind)"
        case .peerIncomplete(let text): "the device or the port of the neighbor '\(text)' is missing"
        case .peerHasBlanks(let text): "'\(text)' must be one word, without white space"
        case .contradiction(let entry): "`\(entry)` has no meaning"
        case .unknownFunction(let name):
            "unknown function \(name)(); the functions are exact, includes, excludes and regex"
        case .undefinedVariable(let name): "the variable $\(name) is not defined"
        case .variableIsNoText(let name, let kind): "the variable $\(name) must be text, it is \(kind)"
        }
    }
}
