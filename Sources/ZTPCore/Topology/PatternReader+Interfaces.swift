import OrderedCollections

/// The entries of `interfaces`.
extension PatternReader {
    /// An entry with the places that messages name.
    struct LocatedEntry {
        let entry: Pattern.Entry
        let pair: YAMLNode.Pair
    }

    static func entries(_ node: YAMLNode) throws(TopologyProblem) -> [LocatedEntry] {
        // An empty mapping has always counted as an empty list.
        if case .mapping(let pairs) = node.content, pairs.isEmpty { return [] }
        guard case .sequence(let items) = node.content else {
            throw TopologyProblem(.interfacesAreNoList(try document(node).kind), node)
        }
        var entries: [LocatedEntry] = []
        for item in items {
            let pairs = try mapping(item) { .interfaceIsNoMapping($0) }
            for (key, pair) in pairs {
                guard pair.key.isTextKey else { throw TopologyProblem(.interfaceIsNoText(key.string), pair.key) }
                let entry = Pattern.Entry(interface: key.string, peer: try document(pair.value))
                entries.append(LocatedEntry(entry: entry, pair: pair))
            }
        }
        return entries
    }

    mutating func constraints(
        _ located: LocatedEntry, _ variables: Document.Mapping
    ) throws(TopologyProblem) -> [Constraint] {
        let key = located.entry.interface
        let interfaces: InterfaceNames
        do { interfaces = try InterfaceNames(parsing: key) } catch {
            throw TopologyProblem(.init(error), located.pair.key)
        }
        let value = located.pair.value
        let isOpen = source == .patternFile && located.entry.isOpenForm
        let peer = try Peer(isOpen ? .string("any:any") : located.entry.peer, value)
        guard !peer.contradicts(interfaces) else {
            throw TopologyProblem(.contradiction("\(key): \(peer.asWritten)"), value)
        }
        return Constraint.list(
            interfaces, device: try word(peer.device, variables, value), port: try word(peer.port, variables, value),
            peerAsWritten: peer.asWritten)
    }

    /// The other end of the cable as it is written.
    private struct Peer {
        var device: String
        var port: String
        var asWritten: String

        init(_ value: Document, _ node: YAMLNode) throws(TopologyProblem) {
            switch value {
            case .string(let text):
                // What follows a second colon never counted.
                let parts = text.bytes(separatedBy: ":").map(\.trimmingWhiteSpace)
                device = parts[0]
                port = parts.count > 1 ? parts[1] : device == "none" ? "none" : "any"
                asWritten = text.trimmingWhiteSpace
            case .mapping(let pairs):
                guard let name = pairs["device"] else { throw TopologyProblem(.peerIncomplete("{…}"), node) }
                device = try Self.side(name, node)
                port = try pairs["port"].map { value throws(TopologyProblem) in try Self.side(value, node) } ?? "any"
                asWritten = "\(device):\(port)"
            case .null, .bool, .integer, .bigInteger, .real, .array:
                throw TopologyProblem(.peerIsNoText(value.kind), node)
            }
            guard !device.isEmpty, !port.isEmpty else { throw TopologyProblem(.peerIncomplete(asWritten), node) }
            for side in [device, port] where !side.isOneWord { throw TopologyProblem(.peerHasBlanks(side), node) }
        }

        private static func side(_ value: Document, _ node: YAMLNode) throws(TopologyProblem) -> String {
            switch value {
            case .array, .mapping: throw TopologyProblem(.peerIsNoText(value.kind), node)
            case .null, .bool, .integer, .bigInteger, .real, .string: PatternReader.text(value).trimmingWhiteSpace
            }
        }

        /// Combinations of keywords that say nothing. They are looked for in the words as written, before variables.
        func contradicts(_ interfaces: InterfaceNames) -> Bool {
            switch (interfaces, device, port) {
            case (.any, "any", "none"), (.any, "none", _), (.none, "any", "any"), (.none, "any", "none"): true
            case (.none, "none", let port): port != "none"
            default: false
            }
        }
    }

    private mutating func word(
        _ text: String, _ variables: Document.Mapping, _ node: YAMLNode
    ) throws(TopologyProblem) -> Constraint.Word {
        var text = text
        if text.utf8.first == UInt8(ascii: "$") {
            let name = String(decoding: text.utf8.dropFirst(), as: UTF8.self)
            guard let value = variables[name] else { throw TopologyProblem(.undefinedVariable(name), node) }
            guard let value = value.string else {
                throw TopologyProblem(.variableIsNoText(name: name, value.kind), node)
            }
            text = value
        }
        switch text {
        case "any": return .any
        case "none": return .none
        default:
            do { return .match(try Match(parsing: text, &regexes)) } catch {
                throw TopologyProblem(.unknownFunction(error.name), node)
            }
        }
    }
}

extension Pattern.Entry {
    /// Whether it is what release 2.1.0 of the existing server wrote into the pattern file of a pattern without
    /// interfaces, `any: {any: any}`, and could not read then: one neighbor at least.
    fileprivate var isOpenForm: Bool { interface == "any" && peer == .mapping(["any": .string("any")]) }
}

extension TopologyProblem.Reason {
    init(_ problem: InterfaceNames.Problem) {
        switch problem {
        case .notAName(let text): self = .notAnInterface(text)
        case .badRange(let text): self = .badRange(text)
        case .rangeAddsNothing(let text): self = .rangeAddsNothing(text)
        case .tooMany: self = .tooManyInterfaces
        }
    }
}

extension StringProtocol {
    fileprivate var trimmingWhiteSpace: String {
        let scalars = unicodeScalars.drop(while: \.properties.isWhitespace)
        guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(String.UnicodeScalarView(scalars[...last]))
    }
}
