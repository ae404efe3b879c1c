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

    private(set) var probes: [Probe] = []
    /// Where the probes of each pattern begin, and where the last one's end.
    private(set) var starts: [Int32] = [0]
    private(set) var matches: [Match] = []
    /// How names must begin that a match may hold for.
    private(set) var heads: [Head] = []
    /// Whether each pattern asks for a model.
    private var asksForModel: [Bool] = []
    /// Whether a constraint of each pattern has a regular expression.
    private var hasExpressions: [Bool] = []
    private(set) var interfaces = NameTable()
    private(set) var names = NameTable()

    init(_ patterns: [Pattern]) {
        for pattern in patterns {
            for constraint in pattern.constraints {
                probes.append(
                    Probe(
                        interface: constraint.interface.map { Int32(interfaces.number(of: $0)) } ?? -1,
                        device: side(constraint.device), port: side(constraint.port), isNegative: constraint.isNegative)
                )
            }
            starts.append(Int32(probes.count))
            asksForModel.append(pattern.model != nil)
            hasExpressions.append(pattern.constraints.contains { $0.device.isExpression || $0.port.isExpression })
        }
    }

    func asksForModel(_ pattern: Int) -> Bool { asksForModel[pattern] }

    func hasExpressions(_ pattern: Int) -> Bool { hasExpressions[pattern] }

    func constraintCount(_ pattern: Int) -> Int { Int(starts[pattern + 1] - starts[pattern]) }

    private mutating func side(_ match: Match) -> Side {
        switch match {
        case .any: return .any
        case .exact(let text): return .exact(Int32(names.number(of: text)))
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
                bytes |= UInt64(byte) << (56 - 8 * UInt64(place))
                mask |= 0xFF << (56 - 8 * UInt64(place))
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

        /// Whether it may begin one of several names.
        ///
        /// - Parameter names: their first bytes, sorted. Those that begin alike stand in a row.
        func mayBeginAny(of names: [UInt64]) -> Bool {
            var start = 0
            var end = names.count
            while start < end {
                let middle = (start + end) / 2
                if names[middle] < bytes { start = middle + 1 } else { end = middle }
            }
            return start < names.count && names[start] & mask == bytes
        }
    }
}
