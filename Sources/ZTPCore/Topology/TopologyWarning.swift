/// Something in a neighbordb that is allowed and hardly meant.
public struct TopologyWarning: Sendable, Equatable {
    public var mark: SourceMark
    public var pattern: String
    public var reason: Reason

    public enum Reason: Sendable, Equatable {
        /// Whatever fits this pattern fits an earlier one, which is used instead.
        case unreachable(because: String)
        /// An earlier pattern names the same node.
        case duplicateNode(String, earlier: String)
        /// Which interface uses up the first constraint depends on the order in which the switch sends them.
        case dependsOnOrder(earlier: String, later: String)
        /// The expression also accepts longer names.
        case openEnded(regex: String)
        /// The expression does not compile, which nobody notices before a name is held against it.
        case brokenExpression(regex: String, String)
    }
}

extension TopologyWarning: CustomStringConvertible {
    public var description: String { "\(mark.line):\(mark.column): pattern \(pattern): \(reason)" }
}

extension TopologyWarning.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreachable(let earlier): "it is never used, because pattern \(earlier) fits first wherever it fits"
        case .duplicateNode(let node, let earlier):
            "it is never used, because pattern \(earlier) is for the node '\(node)' already"
        case .dependsOnOrder(let earlier, let later):
            "whether `\(later)` is fulfilled depends on the order in which the switch sends its interfaces, because "
                + "`\(earlier)` may use up the same one"
        case .openEnded(let regex):
            "regex('\(regex)') also accepts names that go on after the match; put $ at its end if that is not meant"
        case .brokenExpression(let regex, let reason): "regex('\(regex)') is not a regular expression: \(reason)"
        }
    }
}
