import OrderedCollections

/// Whom a switch must be cabled to: one pattern of neighbordb, or a node's own pattern file. Immutable.
struct Pattern: Sendable {
    /// For messages: the name in quotes, or which one of the file it is.
    let title: String
    /// The name as it stands in the file; a number stays a number. A pattern file may do without.
    let name: Document?
    let definition: String?
    let node: NodeCondition
    /// Matched from the start of the model's name on; nil when any model will do.
    let model: Match?
    /// What a pattern file repeats word by word; nil when there is no key `interfaces`.
    let entries: [Entry]?
    /// The pattern's own values over the global ones. Unused ones may be of any type.
    let variables: Document.Mapping
    let configHandler: RepositoryPath?
    /// The entries with ranges expanded and variables put in, in order.
    let constraints: [Constraint]
    let mark: SourceMark
    /// Whether a regular expression that does not compile may be met.
    let isBroken: Bool

    /// Whether one of them lacked nothing but memory, so that another reading of the file may turn out better.
    var lacksMemory: Bool {
        isBroken
            && (model?.lacksMemory == true || constraints.contains { $0.device.lacksMemory || $0.port.lacksMemory })
    }

    /// Which switches a pattern of neighbordb may be tried with.
    enum NodeCondition: Sendable, Equatable {
        case anyNode
        /// The key is there without a value.
        case nobody
        /// As written.
        case only(String)
    }

    /// One `INTERFACE: NEIGHBOR` as written.
    struct Entry: Sendable {
        let interface: String
        let peer: Document
    }
}
