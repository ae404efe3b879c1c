import OrderedCollections

/// Replaces references (`$name`) in an action's attributes by what they name.
struct References {
    /// The node's own attributes; they come first.
    let own: OrderedDictionary<String, Document>
    /// The definition's global attributes.
    let global: OrderedDictionary<String, Document>

    /// Resolves the values of one action, and those one mapping below. Not inside lists, nor deeper; one pass only.
    /// What names nothing becomes null.
    func resolve(_ attributes: OrderedDictionary<String, Document>) throws(DefinitionProblem) -> OrderedDictionary<
        String, Document
    > {
        var resolved = attributes
        for (key, value) in attributes {
            if case .mapping(var inner) = value {
                for (innerKey, innerValue) in inner { inner[innerKey] = resolve(innerValue) }
                resolved[key] = try Self.callingPlugins(in: .mapping(inner))
            } else {
                resolved[key] = try Self.callingPlugins(in: resolve(value))
            }
        }
        return resolved
    }

    private func resolve(_ value: Document) -> Document {
        guard case .string(let text) = value, text.utf8.first == UInt8(ascii: "$") else { return value }
        let name = String(text.dropFirst())
        return own[name] ?? global[name] ?? .null
    }

    /// There are no plugins yet, so a value that calls one cannot be filled in.
    private static func callingPlugins(in value: Document) throws(DefinitionProblem) -> Document {
        switch value {
        case .null, .bool, .integer, .bigInteger, .real: break
        case .string(let text):
            if let call = PluginCall(text) { throw .pluginMissing(name: call.name, call: text) }
        case .array(let items):
            for case .string(let text) in items {
                if let call = PluginCall(text) { throw .pluginMissing(name: call.name, call: text) }
            }
        case .mapping(let pairs):
            for (_, inner) in pairs { _ = try callingPlugins(in: inner) }
        }
        return value
    }
}
