extension Pattern {
    /// A node prepared for this pattern alone, which is its own pattern file.
    func context(for node: Node) -> MatchingContext { MatchingContext(node, ExpressionCount(self)) }

    /// Whether a node fits.
    func fits(_ context: MatchingContext) throws(ExpressionProblem) -> Bool {
        guard try fitsModel(context) else { return false }
        return try fitsCables(context)
    }

    /// Whether the node's model is what the pattern asks for; the model comes first.
    func fitsModel(_ context: MatchingContext) throws(ExpressionProblem) -> Bool {
        guard let model else { return true }
        guard let name = context.node.model else { return false }
        return try read(context.modelOutcome(model, name))
    }

    /// Whether the node's neighbors are what the pattern asks for.
    func fitsCables(_ context: MatchingContext) throws(ExpressionProblem) -> Bool {
        switch try consume(context).end {
        case .fits: true
        case .unmet, .forbidden: false
        }
    }

    /// How a node was held against the constraints.
    struct Consumption {
        var end: End
        /// Which link used each constraint.
        var users: [Int?]

        enum End {
            case fits
            /// A constraint that asks for a neighbor was not used.
            case unmet(Int)
            /// A constraint that forbids a neighbor was met at a link.
            case forbidden(Int, link: Int)
        }
    }

    /// Interfaces are taken in the order in which the switch sent them, and each uses up the first constraint left that
    /// its first neighbor fulfils. So the result can depend on both orders; nothing is tried twice.
    func consume(_ context: MatchingContext) throws(ExpressionProblem) -> Consumption {
        var left = Array(constraints.indices)
        var users = [Int?](repeating: nil, count: constraints.count)
        for link in context.links.indices {
            for (place, index) in left.enumerated() {
                if let interface = constraints[index].interface, !interface.isSame(as: context.links[link].interface) {
                    continue
                }
                // The device first, then the port: an expression behind something that differs is not looked at.
                guard try read(context.deviceOutcome(constraints[index].device, at: link)),
                    try read(context.portOutcome(constraints[index].port, at: link))
                else { continue }
                if constraints[index].isNegative {
                    return Consumption(end: .forbidden(index, link: link), users: users)
                }
                users[index] = link
                left.remove(at: place)
                break
            }
        }
        let unmet = left.first { !constraints[$0].isNegative }
        return Consumption(end: unmet.map { .unmet($0) } ?? .fits, users: users)
    }

    private func read(_ outcome: MatchingContext.Outcome) throws(ExpressionProblem) -> Bool {
        switch outcome {
        case .holds: return true
        case .differs: return false
        case .undecided(let regex, let reason):
            throw ExpressionProblem(pattern: title, mark: mark, regex: regex.source, reason: reason)
        }
    }
}
