/// What became of one pattern for one node.
public struct Verdict: Sendable, Equatable {
    /// The pattern's name; nil for a pattern file that has none.
    public var pattern: String?
    /// Why the pattern does not fit; nil when it does.
    public var mismatch: Mismatch?
    /// The share of the pattern's conditions that the node fulfils, from 0 to 1.
    public var closeness: Double
}

/// Why a pattern does not fit a node.
public enum Mismatch: Sendable, Equatable {
    case model(expected: String, reported: String?)
    /// An interface, or some interface if none is named, does not see what it must.
    case unmet(interface: String?, wanted: String, seen: Seen, overlooked: Overlooked?)
    /// A neighbor that would do is there, but another constraint had it already.
    case usedUp(constraint: String, by: String)
    /// A neighbor is seen that must not be.
    case forbidden(interface: String?, wanted: String, seenOn: String, neighbor: String)

    /// What an interface sees.
    public enum Seen: Sendable, Equatable {
        /// `device:port` of each, in the order in which the switch sent them.
        case neighbors([String])
        case nothing
        case noSuchInterface
    }

    /// A neighbor that would do, and does not count because another one comes first on its interface.
    public struct Overlooked: Sendable, Equatable {
        public var neighbor: String
        public var interface: String
        public var first: String
    }
}

extension Verdict: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        let title = pattern.map { "pattern '\($0)'" } ?? "the node's pattern"
        return mismatch.map { "\(title): \($0)" } ?? "\(title) fits"
    }
}

extension Mismatch: CustomStringConvertible {
    public var description: String {
        switch self {
        case .model(let expected, nil): "the model must match '\(expected)', the node reports none"
        case .model(let expected, let reported?): "the model must match '\(expected)', it is '\(reported)'"
        case .unmet(nil, let wanted, _, let overlooked):
            "some interface must see \(wanted), none does\(Self.clause(overlooked))"
        case .unmet(let interface?, let wanted, .neighbors(let neighbors), let overlooked):
            "\(interface) must see \(wanted), it sees \(Self.list(neighbors))\(Self.clause(overlooked))"
        case .unmet(let interface?, let wanted, .nothing, _): "\(interface) must see \(wanted), it sees nothing"
        case .unmet(let interface?, let wanted, .noSuchInterface, _):
            "\(interface) must see \(wanted), the node has no \(interface)"
        case .usedUp(let constraint, let by):
            "no neighbor is left for `\(constraint)`, because `\(by)` stands before it and takes it"
        case .forbidden(nil, let wanted, let interface, let neighbor):
            "no interface may see \(wanted), \(interface) sees \(neighbor)"
        case .forbidden(let interface?, let wanted, _, let neighbor):
            "\(interface) must not see \(wanted), it sees \(neighbor)"
        }
    }

    /// How many neighbors of one interface are named: a line is for reading.
    private static let most = 8

    private static func list(_ neighbors: [String]) -> String {
        let names = neighbors.prefix(most).map { $0.shortened(to: 128) }
        if neighbors.count > names.count {
            return names.joined(separator: ", ") + " and \(neighbors.count - names.count) more"
        }
        let last = names.last ?? ""
        return names.count > 1 ? names.dropLast().joined(separator: ", ") + " and " + last : last
    }

    private static func clause(_ overlooked: Overlooked?) -> String {
        guard let overlooked else { return "" }
        return "; \(overlooked.neighbor.shortened(to: 128)) does not count, because only the first neighbor of an "
            + "interface does, and \(overlooked.interface) sees \(overlooked.first.shortened(to: 128)) first"
    }
}
