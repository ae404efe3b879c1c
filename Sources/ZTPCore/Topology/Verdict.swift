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
    case unmet(interface: String?, wanted: String, seen: Seen)
    /// A neighbor that would do is there, but an earlier constraint had it already.
    case usedUp(constraint: String, by: String)
    /// A neighbor is seen that must not be.
    case forbidden(interface: String?, wanted: String, seenOn: String, neighbor: String)
    /// A regular expression took too much work to know.
    case exhausted(regex: String)

    /// What an interface sees.
    public enum Seen: Sendable, Equatable {
        case neighbor(String)
        case nothing
        case noSuchInterface
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
        case .unmet(nil, let wanted, _): "some interface must see \(wanted), none does"
        case .unmet(let interface?, let wanted, .neighbor(let neighbor)):
            "\(interface) must see \(wanted), it sees \(neighbor)"
        case .unmet(let interface?, let wanted, .nothing): "\(interface) must see \(wanted), it sees nothing"
        case .unmet(let interface?, let wanted, .noSuchInterface):
            "\(interface) must see \(wanted), the node has no \(interface)"
        case .usedUp(let constraint, let by): "nothing left for `\(constraint)` because \(by) had already used it"
        case .forbidden(nil, let wanted, let interface, let neighbor):
            "no interface may see \(wanted), \(interface) sees \(neighbor)"
        case .forbidden(let interface?, let wanted, _, let neighbor):
            "\(interface) must not see \(wanted), it sees \(neighbor)"
        case .exhausted(let regex): "regex('\(regex)') takes too much work on a name that the node reports"
        }
    }
}

/// A regular expression that does not compile and that a node has reached.
public struct BrokenExpression: Error, Sendable, Equatable {
    public var pattern: String
    public var mark: SourceMark
    public var regex: String
    public var reason: String
}

extension BrokenExpression: CustomStringConvertible {
    public var description: String {
        "\(mark.line):\(mark.column): pattern \(pattern): regex('\(regex)') is no regular expression: \(reason)"
    }
}
