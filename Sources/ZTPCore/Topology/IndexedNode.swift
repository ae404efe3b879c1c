/// A node held against an index: which constraints some interface of it would fulfil, each taken by itself.
struct IndexedNode {
    private let index: NeighbordbIndex
    private let context: MatchingContext
    /// The numbers of the names that each first neighbor has; -1 for one that no pattern names.
    private let devices: [Int32]
    private let ports: [Int32]
    private let deviceHeads: [NeighbordbIndex.Head]
    private let portHeads: [NeighbordbIndex.Head]
    /// The first bytes of all devices, and of all ports, sorted.
    private let deviceStarts: [UInt64]
    private let portStarts: [UInt64]
    /// Which link an interface of the index is; -1 for none.
    private let links: [Int32]

    init(_ index: NeighbordbIndex, _ context: MatchingContext) {
        self.index = index
        self.context = context
        devices = context.links.map { Int32(index.names.known($0.device) ?? -1) }
        ports = context.links.map { Int32(index.names.known($0.port) ?? -1) }
        deviceHeads = context.links.map { NeighbordbIndex.Head($0.device.utf8) }
        portHeads = context.links.map { NeighbordbIndex.Head($0.port.utf8) }
        deviceStarts = deviceHeads.map(\.bytes).sorted()
        portStarts = portHeads.map(\.bytes).sorted()
        var links = [Int32](repeating: -1, count: index.interfaces.count)
        for (number, link) in context.links.enumerated() {
            // Of two interfaces of one name, the first counts here as it does in matching.
            if let interface = index.interfaces.known(link.interface), links[interface] < 0 {
                links[interface] = Int32(number)
            }
        }
        self.links = links
    }

    /// Whether it is plain that the node's neighbors are not what a pattern asks for, and finding it out the long way
    /// would run no expression either.
    ///
    /// So skipping such a pattern leaves out no work that counts: with or without the index, the same expressions are run
    /// on the same names, and the same bounds are reached.
    func rulesOutCables(of pattern: Int) -> Bool {
        let probes = index.probes[range(of: pattern)]
        guard probes.contains(where: { !$0.isNegative && !mayBeFulfilled($0) }) else { return false }
        return !index.hasExpressions(pattern) || probes.allSatisfy(isKnown)
    }

    /// False when it is known that no link fulfils a constraint.
    private func mayBeFulfilled(_ probe: NeighbordbIndex.Probe) -> Bool {
        !isRuledOutByHeads(probe) && links(of: probe).contains { known(probe, at: $0) != false }
    }

    /// Whether it is known of each link if it fulfils a constraint.
    private func isKnown(_ probe: NeighbordbIndex.Probe) -> Bool {
        if case .match = probe.device {} else if case .match = probe.port {} else { return true }
        return isRuledOutByHeads(probe) || links(of: probe).allSatisfy { known(probe, at: $0) != nil }
    }

    /// Whether no name begins as a constraint wants: quickly seen, and nearly always so.
    private func isRuledOutByHeads(_ probe: NeighbordbIndex.Probe) -> Bool {
        if case .match(let number) = probe.device, !index.heads[Int(number)].mayBeginAny(of: deviceStarts) {
            return true
        }
        if case .match(let number) = probe.port, !index.heads[Int(number)].mayBeginAny(of: portStarts) {
            // A device's expression would be run first.
            if case .match = probe.device { return false }
            return true
        }
        return false
    }

    /// The links that a constraint may be held against.
    private func links(of probe: NeighbordbIndex.Probe) -> Range<Int> {
        guard probe.interface >= 0 else { return devices.indices }
        let link = Int(links[Int(probe.interface)])
        return link >= 0 ? link..<(link + 1) : 0..<0
    }

    /// Whether a link fulfils a constraint, as far as that is known without running an expression.
    private func known(_ probe: NeighbordbIndex.Probe, at link: Int) -> Bool? {
        switch probe.device {
        case .any: break
        case .exact(let name): guard devices[link] == name else { return false }
        case .match(let number):
            guard index.heads[Int(number)].mayBegin(deviceHeads[link]) else { return false }
            guard let holds = context.knownDeviceOutcome(index.matches[Int(number)], at: link) else { return nil }
            guard holds else { return false }
        }
        switch probe.port {
        case .any: return true
        case .exact(let name): return ports[link] == name
        case .match(let number):
            guard index.heads[Int(number)].mayBegin(portHeads[link]) else { return false }
            return context.knownPortOutcome(index.matches[Int(number)], at: link)
        }
    }

    private func range(of pattern: Int) -> Range<Int> { Int(index.starts[pattern])..<Int(index.starts[pattern + 1]) }
}

/// For explanations: expressions are run.
extension IndexedNode {
    /// The share of a pattern's conditions that hold, each taken by itself: no verdict is closer than this.
    ///
    /// - Parameter fitsModel: whether the pattern asks for a model, and for the one that the node has.
    func closenessAtMost(_ pattern: Int, fitsModel: Bool) -> Double {
        let asksForModel = index.asksForModel(pattern)
        return Pattern.share(
            holding(pattern) + (fitsModel ? 1 : 0),
            of: index.constraintCount(pattern) + (asksForModel ? 1 : 0))
    }

    /// How many constraints of a pattern hold, each taken by itself.
    private func holding(_ pattern: Int) -> Int {
        range(of: pattern).count { isFulfilled(index.probes[$0]) != index.probes[$0].isNegative }
    }

    private func isFulfilled(_ probe: NeighbordbIndex.Probe) -> Bool {
        !isRuledOutByHeads(probe) && links(of: probe).contains { isFulfilled(probe, at: $0) }
    }

    private func isFulfilled(_ probe: NeighbordbIndex.Probe, at link: Int) -> Bool {
        switch probe.device {
        case .any: break
        case .exact(let name): guard devices[link] == name else { return false }
        case .match(let number):
            guard index.heads[Int(number)].mayBegin(deviceHeads[link]) else { return false }
            guard case .holds = context.deviceOutcome(index.matches[Int(number)], at: link) else { return false }
        }
        switch probe.port {
        case .any: return true
        case .exact(let name): return ports[link] == name
        case .match(let number):
            guard index.heads[Int(number)].mayBegin(portHeads[link]) else { return false }
            guard case .holds = context.portOutcome(index.matches[Int(number)], at: link) else { return false }
            return true
        }
    }
}
