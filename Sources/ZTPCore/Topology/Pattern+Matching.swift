extension Pattern {
    func verdict(_ context: MatchingContext) throws(BrokenExpression) -> Verdict {
        let name = name.map(PatternReader.text)
        if let mismatch = try modelMismatch(context) {
            return Verdict(pattern: name, mismatch: mismatch, closeness: share(constraintsThatHold(context), context))
        }
        let (mismatch, used) = try consume(context)
        guard mismatch != nil else { return Verdict(pattern: name, mismatch: nil, closeness: 1) }
        let kept = constraints.count { $0.isNegative && !context.isSatisfiable($0) }
        return Verdict(pattern: name, mismatch: mismatch, closeness: share(used + kept, context))
    }

    private func constraintsThatHold(_ context: MatchingContext) -> Int {
        constraints.count { context.isSatisfiable($0) != $0.isNegative }
    }

    private func share(_ met: Int, _ context: MatchingContext) -> Double {
        Self.share(
            met + (model != nil && fitsModel(context) ? 1 : 0), of: constraints.count + (model == nil ? 0 : 1))
    }

    /// A pattern without conditions fits everybody.
    static func share(_ met: Int, of conditions: Int) -> Double {
        conditions > 0 ? Double(met) / Double(conditions) : 1
    }

    func fitsModel(_ context: MatchingContext) -> Bool {
        guard let model else { return true }
        guard let name = context.node.model, case .holds = context.outcome(model, model: name) else { return false }
        return true
    }

    /// Holds the node against the pattern; nil when it fits.
    ///
    /// Interfaces are taken in the order in which the switch sent them, and each uses up the first constraint left that
    /// its first neighbor fulfils. So the result can depend on both orders; nothing is tried twice.
    func evaluate(_ context: MatchingContext) throws(BrokenExpression) -> Mismatch? {
        if let mismatch = try modelMismatch(context) { return mismatch }
        return try consume(context).mismatch
    }

    /// - Returns: also how many constraints were used up.
    private func consume(_ context: MatchingContext) throws(BrokenExpression) -> (mismatch: Mismatch?, used: Int) {
        var left = Array(constraints.indices)
        /// Which interface used which constraint.
        var users = [Int?](repeating: nil, count: constraints.count)
        for link in context.links.indices {
            search: for (place, index) in left.enumerated() {
                let constraint = constraints[index]
                if let interface = constraint.interface, !interface.isSame(as: context.links[link].interface) {
                    continue
                }
                switch try outcome(constraint, link, context) {
                case .differs: continue
                case .exhausted(let regex):
                    return (.exhausted(regex: regex), constraints.count - left.count)
                case .holds where constraint.isNegative:
                    let mismatch = Mismatch.forbidden(
                        interface: constraint.interface, wanted: constraint.wanted,
                        seenOn: context.links[link].interface, neighbor: context.links[link].neighbor)
                    return (mismatch, constraints.count - left.count)
                case .holds:
                    users[index] = link
                    left.remove(at: place)
                    break search
                }
            }
        }
        let mismatch = left.first { !constraints[$0].isNegative }.map { unmet(constraints[$0], users, context) }
        return (mismatch, constraints.count - left.count)
    }

    private enum Outcome {
        case holds
        case differs
        case exhausted(String)
    }

    private func modelMismatch(_ context: MatchingContext) throws(BrokenExpression) -> Mismatch? {
        guard let model, case .regex(let regex) = model else { return nil }
        guard let name = context.node.model else { return .model(expected: regex.source, reported: nil) }
        switch try read(context.outcome(model, model: name)) {
        case .holds: return nil
        case .differs: return .model(expected: regex.source, reported: name)
        case .exhausted(let source): return .exhausted(regex: source)
        }
    }

    /// The device first, then the port: an expression behind something that differs is not looked at.
    private func outcome(
        _ constraint: Constraint, _ link: Int, _ context: MatchingContext
    ) throws(BrokenExpression) -> Outcome {
        let device = try read(context.deviceOutcome(constraint.device, at: link))
        guard case .holds = device else { return device }
        return try read(context.portOutcome(constraint.port, at: link))
    }

    private func read(_ outcome: MatchingContext.Outcome) throws(BrokenExpression) -> Outcome {
        switch outcome {
        case .holds: return .holds
        case .differs: return .differs
        case .exhausted(let regex): return .exhausted(regex.source)
        case .broken(let regex, let reason):
            throw BrokenExpression(pattern: title, mark: mark, regex: regex.source, reason: reason)
        }
    }

    private func unmet(_ constraint: Constraint, _ users: [Int?], _ context: MatchingContext) -> Mismatch {
        for (index, user) in users.enumerated() {
            guard let user, constraint.interface.map({ $0.isSame(as: context.links[user].interface) }) ?? true else {
                continue
            }
            guard context.holds(constraint, at: user) else { continue }
            let other = constraints[index]
            return .usedUp(constraint: constraint.asWritten, by: other.interface ?? "`\(other.asWritten)`")
        }
        guard let interface = constraint.interface else {
            return .unmet(interface: nil, wanted: constraint.wantedNeighbor, seen: .nothing)
        }
        let seen: Mismatch.Seen
        if let link = context.links.first(where: { $0.interface == interface }) {
            seen = .neighbor(link.neighbor)
        } else {
            seen = context.node.interfaces.contains { $0.name == interface } ? .nothing : .noSuchInterface
        }
        return .unmet(interface: interface, wanted: constraint.wantedNeighbor, seen: seen)
    }
}

extension MatchingContext.Link {
    /// `device:port`, as neighbordb has it.
    var neighbor: String { "\(device):\(port)" }
}

extension Constraint {
    /// Like `wanted`, where it must be seen.
    fileprivate var wantedNeighbor: String { device.isAny && port.isAny ? "a neighbor" : wanted }
}
