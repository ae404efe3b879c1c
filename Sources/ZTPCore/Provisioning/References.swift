import OrderedCollections

/// Replaces references (`$name`) in an action's attributes by what they name.
struct References {
    /// The node's own attributes; they come first.
    let own: Document.Mapping
    /// The definition's global attributes.
    let global: Document.Mapping

    /// The value of a plugin call.
    typealias Call = (PluginCall) -> Document

    /// Told the name of a reference that names nothing.
    typealias Undefined = (String) -> Void

    /// Resolves the values of one action, and those one mapping below. Not inside lists, nor deeper; one pass only.
    /// What names nothing becomes null. Then plugin calls are replaced by their values, at any depth of mappings and in
    /// the lists there.
    func resolve(
        _ attributes: Document.Mapping, _ call: Call, undefined: Undefined = { _ in }
    ) -> Document.Mapping {
        var resolved = attributes
        for (key, value) in attributes {
            if case .mapping(var inner) = value {
                for (innerKey, innerValue) in inner { inner[innerKey] = resolve(innerValue, undefined) }
                resolved[key] = Self.replacingCalls(in: .mapping(inner), call)
            } else {
                resolved[key] = Self.replacingCalls(in: resolve(value, undefined), call)
            }
        }
        return resolved
    }

    private func resolve(_ value: Document, _ undefined: Undefined) -> Document {
        guard case .string(let text) = value, text.utf8.first == UInt8(ascii: "$") else { return value }
        let name = String(text.unicodeScalars.dropFirst())
        if let known = own[name] ?? global[name] { return known }
        undefined(name)
        return .null
    }

    private static func replacingCalls(in value: Document, _ call: Call) -> Document {
        switch value {
        case .null, .bool, .integer, .bigInteger, .real: return value
        case .string(let text):
            return PluginCall(text).map(call) ?? value
        case .array(var items):
            // Lists in lists are left alone.
            for (index, item) in items.enumerated() where item.string != nil {
                items[index] = replacingCalls(in: item, call)
            }
            return .array(items)
        case .mapping(var pairs):
            for (key, inner) in pairs { pairs[key] = replacingCalls(in: inner, call) }
            return .mapping(pairs)
        }
    }
}
