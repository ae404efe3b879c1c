/// What a POST of a node's report leads to, decided without touching the disk.
enum Plan: Equatable {
    /// The node has what it needs; its report is stored.
    case known
    /// The switch brought a configuration along: it becomes the node's startup-config.
    case acceptConfig
    /// Nobody knows the node: neighbordb says what it is.
    case recognise

    /// - Parameters:
    ///   - inventory: what the node's folder holds; nil when it has none.
    ///   - bringsConfig: the report has a `config`, be it empty.
    static func decide(inventory: NodeInventory?, bringsConfig: Bool) throws(Refusal) -> Plan {
        if let inventory {
            guard inventory.contains(.definition) || inventory.contains(.startupConfig) else { throw .folderIncomplete }
            return .known
        }
        return bringsConfig ? .acceptConfig : .recognise
    }
}
