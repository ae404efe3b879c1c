/// How many regular expressions patterns hold against a node's names, which says how much work is fair for the node.
struct ExpressionCount {
    /// Those that are held against the first neighbor of every interface.
    private(set) var anywhere = 0
    /// Those that are held against one name.
    private(set) var once = 0

    static func += (count: inout ExpressionCount, other: ExpressionCount) {
        count.anywhere += other.anywhere
        count.once += other.once
    }

    init() {}

    init(_ pattern: Pattern) {
        if case .regex = pattern.model { once += 1 }
        for constraint in pattern.constraints {
            for case .regex in [constraint.device, constraint.port] {
                if constraint.interface == nil { anywhere += 1 } else { once += 1 }
            }
        }
    }

    /// What each time that an expression is held against a name counts for, on average: ordinary ones need 32, or four
    /// for each byte of a name that they have to walk along.
    private static let average = 256
    /// For a node with few neighbors, or against few patterns.
    private static let least = 4_000_000
    /// A thousand patterns of ten expressions against 128 neighbors. So a report made to waste time ends.
    private static let most = 1_280_000 * average

    /// How much work all of them together may take for a node, as `RegexRunner` counts it.
    ///
    /// - Parameter links: how many interfaces of the node have a neighbor.
    func work(links: Int) -> Int { min(max((anywhere * links + once) * Self.average, Self.least), Self.most) }
}
