/// The constraints of all patterns as plain numbers, so that thousands of patterns are ruled out in the time that it
/// takes to evaluate a few. Immutable.
struct NeighbordbIndex: Sendable {
    /// One constraint. Names stand for themselves by their number in a table.
    struct Probe {
        /// The only interface that it is about; -1 for every one.
        var interface: Int32
        var device: Side
        var port: Side
        var isNegative: Bool
    }

    /// What a name must be: anything, the text of that number, or what the match of that number says.
    enum Side: Sendable {
        case any
        case exact(Int32)
        case match(Int32)
    }

    fileprivate private(set) var probes: [Probe] = []
    /// Where the probes of each pattern begin, and where the last one's end.
    fileprivate private(set) var starts: [Int32] = [0]
    fileprivate private(set) var matches: [Match] = []
    /// How names must begin that a match may hold for.
    fileprivate private(set) var heads: [Head] = []
    /// Whether each pattern asks for a model.
    private var asksForModel: [Bool] = []
    fileprivate private(set) var interfaces = NameTable()
    fileprivate private(set) var names = NameTable()

    init(_ patterns: [Pattern]) {
        for pattern in patterns {
            for constraint in pattern.constraints {
                probes.append(
                    Probe(
                        interface: constraint.interface.map { interfaces.number(of: $0) } ?? -1,
                        device: side(constraint.device), port: side(constraint.port), isNegative: constraint.isNegative)
                )
            }
            starts.append(Int32(probes.count))
            asksForModel.append(pattern.model != nil)
        }
    }

    func asksForModel(_ pattern: Int) -> Bool { asksForModel[pattern] }

    func constraintCount(_ pattern: Int) -> Int { Int(starts[pattern + 1] - starts[pattern]) }

    private mutating func side(_ match: Match) -> Side {
        switch match {
        case .any: return .any
        case .exact(let text): return .exact(names.number(of: text))
        case .includes, .excludes, .regex:
            matches.append(match)
            heads.append(Head(of: match))
            return .match(Int32(matches.count - 1))
        }
    }

    /// The first bytes of a name, eight at most, or what they must be. A regular expression that begins with plain text
    /// is nearly always ruled out by these.
    struct Head {
        var bytes: UInt64 = 0
        var mask: UInt64 = 0

        init(_ name: some Sequence<UInt8>) {
            for (place, byte) in name.prefix(8).enumerated() {
                bytes |= UInt64(byte) << (8 * UInt64(place))
                mask |= 0xFF << (8 * UInt64(place))
            }
        }

        init(of match: Match) {
            if case .regex(let regex) = match, case .success(let compiled) = regex.compiled {
                self.init(compiled.prefix)
            } else {
                self.init([])
            }
        }

        func mayBegin(_ name: Head) -> Bool { name.bytes & mask == bytes }
    }

    /// Numbers for texts that differ in their bytes.
    struct NameTable {
        private var numbers: [[UInt8]: Int32] = [:]

        var count: Int { numbers.count }

        mutating func number(of name: String) -> Int32 {
            let key = Array(name.utf8)
            if let known = numbers[key] { return known }
            let number = Int32(numbers.count)
            numbers[key] = number
            return number
        }

        func known(_ name: String) -> Int32? { numbers[Array(name.utf8)] }
    }
}

/// A node held against an index: which constraints some interface of it would fulfil, each taken by itself.
struct IndexedNode {
    private let index: NeighbordbIndex
    private let context: MatchingContext
    /// The numbers of the names that each first neighbor has; -1 for one that no pattern names.
    private let devices: [Int32]
    private let ports: [Int32]
    private let deviceHeads: [NeighbordbIndex.Head]
    private let portHeads: [NeighbordbIndex.Head]
    /// Which link an interface of the index is; -1 for none.
    private let links: [Int32]

    init(_ index: NeighbordbIndex, _ context: MatchingContext) {
        self.index = index
        self.context = context
        devices = context.links.map { index.names.known($0.device) ?? -1 }
        ports = context.links.map { index.names.known($0.port) ?? -1 }
        deviceHeads = context.links.map { NeighbordbIndex.Head($0.device.utf8) }
        portHeads = context.links.map { NeighbordbIndex.Head($0.port.utf8) }
        var links = [Int32](repeating: -1, count: index.interfaces.count)
        for (number, link) in context.links.enumerated() {
            // Of two interfaces of one name, the first counts here as it does in matching.
            if let interface = index.interfaces.known(link.interface), links[Int(interface)] < 0 {
                links[Int(interface)] = Int32(number)
            }
        }
        self.links = links
    }

    /// Whether every positive constraint of a pattern is fulfilled somewhere.
    func mayFit(_ pattern: Int) -> Bool {
        for place in range(of: pattern) where !index.probes[place].isNegative {
            guard isFulfilled(index.probes[place]) else { return false }
        }
        return true
    }

    /// How many constraints of a pattern hold, each taken by itself.
    private func holding(_ pattern: Int) -> Int {
        range(of: pattern).count { isFulfilled(index.probes[$0]) != index.probes[$0].isNegative }
    }

    /// The share of a pattern's conditions that hold, each taken by itself: no verdict is closer than this.
    ///
    /// - Parameter fitsModel: asked only where the pattern asks for a model.
    func closenessAtMost(_ pattern: Int, fitsModel: () -> Bool) -> Double {
        let asksForModel = index.asksForModel(pattern)
        return Pattern.share(
            holding(pattern) + (asksForModel && fitsModel() ? 1 : 0),
            of: index.constraintCount(pattern) + (asksForModel ? 1 : 0))
    }

    private func range(of pattern: Int) -> Range<Int> { Int(index.starts[pattern])..<Int(index.starts[pattern + 1]) }

    private func isFulfilled(_ probe: NeighbordbIndex.Probe) -> Bool {
        if probe.interface >= 0 {
            let link = Int(links[Int(probe.interface)])
            return link >= 0 && isFulfilled(probe, at: link)
        }
        return devices.indices.contains { isFulfilled(probe, at: $0) }
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
