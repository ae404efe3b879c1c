/// A second matcher, written from the rules with no thought of speed or messages, and with a model of its own: what is
/// written in neighbordb, word for word.
struct NaiveNeighbordb {
    var variables: [(name: String, value: String)] = []
    var patterns: [NaivePattern] = []

    /// The name of the first pattern that fits.
    func match(_ node: NaiveNode) -> String? {
        if let own = patterns.first(where: { $0.node == node.id }) {
            return own.fits(node, variables) ? own.name : nil
        }
        return patterns.first { $0.node == nil && $0.fits(node, variables) }?.name
    }
}

struct NaiveNode {
    var id = "N1"
    var model: String?
    var interfaces: [(name: String, neighbors: [(device: String, port: String)])] = []
}

struct NaivePattern {
    var name: String
    var node: String?
    var model: String?
    var variables: [(name: String, value: String)] = []
    var entries: [NaiveEntry]?

    func fits(_ node: NaiveNode, _ global: [(name: String, value: String)]) -> Bool {
        if let model {
            // The models drawn are plain text, so a match from the start is a prefix.
            guard let name = node.model, name.hasPrefix(model) else { return false }
        }
        let values = variables + global
        var left = (entries ?? []).flatMap { entry in
            entry.interface.names.map {
                NaiveEntry(interface: .init(text: $0, names: [$0]), device: entry.device, port: entry.port)
            }
        }
        for interface in node.interfaces {
            guard let neighbor = interface.neighbors.first else { continue }
            constraints: for (index, entry) in left.enumerated() {
                switch entry.judge(interface.name, neighbor.device, neighbor.port, values) {
                case .hit:
                    left.remove(at: index)
                    break constraints
                case .violated: return false
                case .differs: continue
                }
            }
        }
        return left.allSatisfy { $0.isNegative(values) }
    }
}

/// `INTERFACE: DEVICE:PORT`, the port being absent or a word.
struct NaiveEntry {
    /// How it is written and which names that means.
    struct Interface {
        var text: String
        var names: [String]
    }

    enum Judgement {
        case hit
        case violated
        case differs
    }

    var interface: Interface
    var device: String
    var port: String?

    private func word(_ text: String, _ values: [(name: String, value: String)]) -> String {
        guard text.hasPrefix("$") else { return text }
        return values.first { $0.name == String(text.dropFirst()) }?.value ?? "?"
    }

    private func words(_ values: [(name: String, value: String)]) -> (device: String, port: String) {
        // A device `none` alone says "nothing at all"; any other device alone is for every port. That is decided on
        // what is written, before variables.
        (word(device, values), word(port ?? (device == "none" ? "none" : "any"), values))
    }

    func isNegative(_ values: [(name: String, value: String)]) -> Bool {
        let (device, port) = words(values)
        return interface.text == "none" || device == "none" || port == "none"
    }

    func judge(
        _ local: String, _ seenDevice: String, _ seenPort: String, _ values: [(name: String, value: String)]
    ) -> Judgement {
        let (device, port) = words(values)
        let isHere = ["any", "none"].contains(interface.text) || interface.text == local
        guard isHere else { return .differs }
        let deviceFits = device == "any" || device == "none" || Self.fits(device, seenDevice)
        let portFits = port == "any" || port == "none" || Self.fits(port, seenPort)
        let isSeen =
            switch (interface.text, device, port) {
            // Not connected at all, by whatever words.
            case ("none", "none", _): true
            case ("any", "none", _): true
            case (_, _, "none"): deviceFits
            case (_, "none", _): portFits
            case (_, _, _): deviceFits && portFits
            }
        guard isSeen else { return .differs }
        return isNegative(values) ? .violated : .hit
    }

    private static func fits(_ word: String, _ seen: String) -> Bool {
        for function in ["exact", "includes", "excludes", "regex"] where word.hasPrefix(function + "('") {
            let argument = word.dropFirst(function.count + 2).dropLast(2)
            switch function {
            case "exact": return seen == argument
            case "includes": return seen.contains(argument)
            case "excludes": return !seen.contains(argument)
            default:
                // The expressions drawn have one wild character, at their end.
                if argument.hasSuffix("[12]") {
                    let start = argument.dropLast(4)
                    return seen.hasPrefix(start + "1") || seen.hasPrefix(start + "2")
                }
                return seen.hasPrefix(argument)
            }
        }
        return seen == word
    }
}
