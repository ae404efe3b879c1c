/// Which new switch gets which definition: the patterns of the file neighbordb. Immutable; matching touches no disk and
/// writes no log.
struct Neighbordb: Sendable {
    /// In file order.
    let patterns: [Pattern]
    let identifier: Configuration.Identifier
    /// The nodes that are named by a pattern, in the form that is compared.
    private let nodes: NameTable
    /// The first pattern for each of them.
    private let byNode: [Int]
    /// Those without `node`, in file order.
    private let general: [Int]
    /// Those whose regular expressions may make the whole file unusable.
    private let broken: Set<Int>
    private let index: NeighbordbIndex
    /// The expressions of those without `node`.
    private let count: ExpressionCount

    init(patterns: [Pattern], identifier: Configuration.Identifier) {
        self.patterns = patterns
        self.identifier = identifier
        var nodes = NameTable()
        var byNode: [Int] = []
        for (index, pattern) in patterns.enumerated() {
            guard case .only(let node) = pattern.node else { continue }
            if nodes.number(of: identifier.comparable(node)) == byNode.count { byNode.append(index) }
        }
        self.nodes = nodes
        self.byNode = byNode
        general = patterns.indices.filter { patterns[$0].node == .anyNode }
        broken = Set(patterns.indices.filter { patterns[$0].isBroken })
        index = NeighbordbIndex(patterns)
        count = general.reduce(into: ExpressionCount()) { $0 += ExpressionCount(patterns[$1]) }
    }

    /// See `Pattern.lacksMemory`.
    var lacksMemory: Bool { broken.contains { patterns[$0].lacksMemory } }

    /// Which patterns are tried with a node, in order: its own one alone, or all that name none.
    func eligible(for id: NodeID) -> [Int] { own(id).map { [$0] } ?? general }

    private func own(_ id: NodeID) -> Int? { nodes.known(identifier.comparable(id.rawValue)).map { byNode[$0] } }

    /// A node prepared for being held against the patterns, once.
    func context(for id: NodeID, _ node: Node) -> MatchingContext {
        MatchingContext(node, own(id).map { ExpressionCount(patterns[$0]) } ?? count)
    }

    /// The first pattern that fits; nil when none does. What comes of it depends on the node and the patterns alone.
    ///
    /// A pattern with a broken regular expression that the node reaches makes the whole file unusable, even one that
    /// stands behind the pattern that fits. An expression that takes too much work before a pattern fits leaves it open
    /// which one would.
    ///
    /// - Parameter context: nothing was asked of it before.
    func firstMatch(_ id: NodeID, _ context: MatchingContext) throws(ExpressionProblem) -> Pattern? {
        let eligible = eligible(for: id)
        let node = IndexedNode(index, context)
        var match: Pattern?
        for pattern in eligible {
            guard try mayFit(pattern, node, context) else { continue }
            guard try patterns[pattern].fitsCables(context) else { continue }
            match = patterns[pattern]
            break
        }
        if !broken.isEmpty {
            for index in eligible where broken.contains(index) { _ = try patterns[index].fits(context) }
        }
        return match
    }

    /// False when the model differs, or it is plain that the cables do.
    private func mayFit(
        _ pattern: Int, _ node: IndexedNode, _ context: MatchingContext
    ) throws(ExpressionProblem) -> Bool {
        if index.asksForModel(pattern), try !patterns[pattern].fitsModel(context) { return false }
        // A broken expression has to be met where it stands.
        return broken.contains(pattern) || !node.rulesOutCables(of: pattern)
    }

    /// What became of every pattern up to the one that fits, in order; to be asked after it was looked for.
    func verdicts(_ id: NodeID, _ context: MatchingContext) throws(ExpressionProblem) -> [(Pattern, Verdict)] {
        var verdicts: [(Pattern, Verdict)] = []
        for index in eligible(for: id) {
            let verdict = try patterns[index].verdict(context)
            verdicts.append((patterns[index], verdict))
            if verdict.mismatch == nil { break }
        }
        return verdicts
    }

    /// The pattern that came closest to fitting, with its reason; nil when none was considered. To be asked after none
    /// was found to fit.
    func closest(_ id: NodeID, _ context: MatchingContext) throws(ExpressionProblem) -> Verdict? {
        // What a pattern can reach at most is quickly known; only those that may still win are evaluated.
        var best: (index: Int, verdict: Verdict)?
        let node = IndexedNode(index, context)
        var candidates: [(index: Int, limit: Double)] = []
        for index in eligible(for: id) {
            let fitsModel = self.index.asksForModel(index) ? try patterns[index].fitsModel(context) : false
            candidates.append((index, node.closenessAtMost(index, fitsModel: fitsModel)))
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
