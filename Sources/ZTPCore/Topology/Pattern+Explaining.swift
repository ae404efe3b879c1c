/// Why a pattern does not fit a node. The node should have been held against it before: see `MatchingContext`.
extension Pattern {
    func verdict(_ context: MatchingContext) throws(ExpressionProblem) -> Verdict {
        let name = name.map(PatternReader.text)
        if let mismatch = try modelMismatch(context) {
            let met = constraints.count { context.isSatisfiable($0) != $0.isNegative }
            return Verdict(pattern: name, mismatch: mismatch, closeness: share(met, fitsModel: false))
        }
        let consumption = try consume(context)
        guard let mismatch = mismatch(consumption, context) else {
            return Verdict(pattern: name, mismatch: nil, closeness: 1)
        }
        let used = consumption.users.count { $0 != nil }
        let kept = constraints.count { $0.isNegative && !context.isSatisfiable($0) }
        return Verdict(pattern: name, mismatch: mismatch, closeness: share(used + kept, fitsModel: true))
    }

    private func share(_ met: Int, fitsModel: Bool) -> Double {
        Self.share(met + (model != nil && fitsModel ? 1 : 0), of: constraints.count + (model == nil ? 0 : 1))
    }

    /// A pattern without conditions fits everybody.
    static func share(_ met: Int, of conditions: Int) -> Double {
        conditions > 0 ? Double(met) / Double(conditions) : 1
    }

    private func modelMismatch(_ context: MatchingContext) throws(ExpressionProblem) -> Mismatch? {
        guard case .regex(let regex) = model, try !fitsModel(context) else { return nil }
        return .model(expected: regex.source, reported: context.node.model)
    }

    private func mismatch(_ consumption: Consumption, _ context: MatchingContext) -> Mismatch? {
        switch consumption.end {
        case .fits: nil
        case .unmet(let index): unmet(constraints[index], consumption.users, context)
        case .forbidden(let index, let link):
            .forbidden(
                interface: constraints[index].interface, wanted: constraints[index].wanted,
                seenOn: context.links[link].interface, neighbor: context.links[link].neighbor)
        }
    }

    private func unmet(_ constraint: Constraint, _ users: [Int?], _ context: MatchingContext) -> Mismatch {
        for (index, user) in users.enumerated() {
            guard let user, constraint.interface?.isSame(as: context.links[user].interface) ?? true else { continue }
            guard context.holds(constraint, at: user) else { continue }
            return .usedUp(constraint: constraint.asWritten, by: constraints[index].asWritten)
        }
        return .unmet(
            interface: constraint.interface, wanted: constraint.wantedNeighbor,
            seen: constraint.interface.map { context.node.seen(on: $0) } ?? .nothing,
            overlooked: context.overlooked(constraint))
    }
}

extension MatchingContext {
    /// The neighbor that would do for a constraint, were it the first of its interface.
    fileprivate func overlooked(_ constraint: Constraint) -> Mismatch.Overlooked? {
        for interface in node.interfaces where interface.neighbors.count > 1 {
            guard constraint.interface?.isSame(as: interface.name) ?? true else { continue }
            guard let found = interface.neighbors.dropFirst().first(where: { wouldHold(constraint, for: $0) }) else {
                continue
            }
            return .init(neighbor: found.name, interface: interface.name, first: interface.neighbors[0].name)
        }
        return nil
    }
}

extension Node {
    fileprivate func seen(on name: String) -> Mismatch.Seen {
        guard let interface = interfaces.first(where: { $0.name.isSame(as: name) }) else { return .noSuchInterface }
        return interface.neighbors.isEmpty ? .nothing : .neighbors(interface.neighbors.map(\.name))
    }
}

extension Node.Neighbor {
    /// `device:port`, as neighbordb has it.
    fileprivate var name: String { "\(device):\(port)" }
}

extension MatchingContext.Link {
    /// `device:port`, as neighbordb has it.
    fileprivate var neighbor: String { "\(device):\(port)" }
}

extension Constraint {
    /// Like `wanted`, where it must be seen.
    fileprivate var wantedNeighbor: String { device.isAny && port.isAny ? "a neighbor" : wanted }
}
