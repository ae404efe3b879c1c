@testable import ZTPCore

extension Document {
    /// The value as JSON: the shortest way to write what is expected.
    var json: String { String(decoding: JSON.encode(self), as: UTF8.self) }

    /// What a YAML text holds.
    init(yaml text: String) throws { self = try YAML.parse(Array(text.utf8)) }

    /// What a JSON text holds.
    init(json text: String) throws { self = try JSON.parse(Array(text.utf8)) }
}
