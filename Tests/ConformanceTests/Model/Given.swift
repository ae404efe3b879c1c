/// Something in data_root that a scenario needs, or an operator's edit in the middle of one.
enum Given: Sendable {
    case file(String, [UInt8], mode: UInt32, modified: Int?)
    case folder(String)
    /// A symbolic link in data_root to a file outside of it with these bytes.
    case linkOutside(String, [UInt8])
    case removed(String)
}

extension Given {
    static func file(_ path: String, _ text: String, mode: UInt32 = 0o644, modified: Int? = nil) -> Given {
        .file(path, Array(text.utf8), mode: mode, modified: modified)
    }

    static func bytes(_ path: String, _ bytes: [UInt8], modified: Int? = nil) -> Given {
        .file(path, bytes, mode: 0o644, modified: modified)
    }
}

/// A node folder, put together file by file.
struct GivenNode: Sendable {
    var id: String
    var definition: String?
    var attributes: String?
    var startupConfig: String?
    var handler: String?

    /// With `.node` and a pattern that matches every node.
    var files: [Given] {
        let folder = "nodes/\(id)"
        let contents: [(String, String?, UInt32)] = [
            (".node", #"{"neighbors": {}}"#, 0o644),
            ("pattern", "name: everything\ninterfaces: []\n", 0o644),
            ("definition", definition, 0o644),
            ("attributes", attributes, 0o644),
            ("startup-config", startupConfig, 0o644),
            ("config-handler", handler, 0o755),
        ]
        return [.folder(folder)]
            + contents.compactMap { name, text, mode in text.map { .file("\(folder)/\(name)", $0, mode: mode) } }
    }

    /// A definition without meaning of its own.
    static let plainDefinition = "name: plain\nactions: []\n"
}

extension [Given] {
    static func node(
        _ id: String, definition: String? = GivenNode.plainDefinition, attributes: String? = nil,
        startupConfig: String? = nil, handler: String? = nil
    ) -> [Given] {
        GivenNode(
            id: id, definition: definition, attributes: attributes, startupConfig: startupConfig, handler: handler
        ).files
    }
}
