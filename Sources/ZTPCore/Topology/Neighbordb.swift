import OrderedCollections

/// Which new switch gets which definition: the patterns of the file neighbordb. Immutable; matching touches no disk and
/// writes no log.
struct Neighbordb: Sendable {
    /// In file order.
    let patterns: [Pattern]
    let identifier: Configuration.Identifier
    /// The first pattern for each node that is named by one.
    private let byNode: [ExactText: Int]
    /// Those without `node`, in file order.
    private let general: [Int]
    /// Those whose regular expressions may make the whole file unusable.
    private let broken: Set<Int>
    private let index: NeighbordbIndex

    init(patterns: [Pattern], identifier: Configuration.Identifier) {
        self.patterns = patterns
        self.identifier = identifier
        var byNode: [ExactText: Int] = [:]
        for (index, pattern) in patterns.enumerated() {
            guard case .only(let node) = pattern.node else { continue }
            let key = identifier.comparable(node)
            if byNode[key] == nil { byNode[key] = index }
        }
        self.byNode = byNode
        general = patterns.indices.filter { patterns[$0].node == .anyNode }
        broken = Set(patterns.indices.filter { patterns[$0].isBroken })
        index = NeighbordbIndex(patterns)
    }

    /// Which patterns are tried with a node, in order: its own one alone, or all that name none.
    func eligible(for id: NodeID) -> [Int] {
        byNode[identifier.comparable(id.rawValue)].map { [$0] } ?? general
    }

    /// The first pattern that fits; nil when none does.
    ///
    /// A pattern with a broken regular expression that the node reaches makes the whole file unusable, even one that
    /// stands behind the pattern that fits.
    func firstMatch(_ id: NodeID, _ context: MatchingContext) throws(BrokenExpression) -> Pattern? {
        let eligible = eligible(for: id)
        let node = IndexedNode(index, context)
        var match: Pattern?
        for index in eligible {
            // A broken expression has to be met where it stands.
            guard node.mayFit(index) || broken.contains(index) else { continue }
            if try patterns[index].evaluate(context) == nil {
                match = patterns[index]
                break
            }
        }
        if !broken.isEmpty {
            for index in eligible where broken.contains(index) { _ = try patterns[index].evaluate(context) }
        }
        return match
    }

    /// What became of every pattern that was considered, in order.
    func verdicts(_ id: NodeID, _ context: MatchingContext) throws(BrokenExpression) -> [Verdict] {
        var verdicts: [Verdict] = []
        for index in eligible(for: id) {
            verdicts.append(try patterns[index].verdict(context))
        }
        return verdicts
    }

    /// The pattern that came closest to fitting, with its reason; nil when none was considered.
    func closest(_ id: NodeID, _ context: MatchingContext) throws(BrokenExpression) -> Verdict? {
        // What a pattern can reach at most is quickly known; only those that may still win are evaluated.
        var best: (index: Int, verdict: Verdict)?
        let node = IndexedNode(index, context)
        let candidates = eligible(for: id).map { index in
            (index: index, limit: node.closenessAtMost(index) { patterns[index].fitsModel(context) })
        }
        for candidate in candidates.sorted(by: { ($1.limit, $0.index) < ($0.limit, $1.index) }) {
            if let best {
                guard candidate.limit >= best.verdict.closeness else { break }
                // Of two that are equally close, the first in the file counts.
                guard candidate.limit > best.verdict.closeness || candidate.index < best.index else { continue }
            }
            let verdict = try patterns[candidate.index].verdict(context)
            let rank = (verdict.closeness, -candidate.index)
            if best.map({ rank > ($0.verdict.closeness, -$0.index) }) ?? true { best = (candidate.index, verdict) }
        }
        return best?.verdict
    }
}

extension Configuration.Identifier {
    /// The form in which two spellings of one identifier are equal: MAC addresses differ neither in case nor in their
    /// separators.
    func comparable(_ text: String) -> ExactText {
        switch self {
        case .serialNumber: ExactText(text)
        case .systemMAC: ExactText(text.lowercased().withoutMACSeparators)
        }
    }
}
