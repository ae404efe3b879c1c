import Glibc

/// A node prepared for being held against many patterns: its first neighbors by name, and what regular expressions said
/// about them. Made for one request and used by one thread.
///
/// Only the first neighbor of an interface counts; interfaces without neighbors are left out.
final class MatchingContext {
    struct Link {
        let interface: String
        let device: String
        let port: String
    }

    let node: Node
    let links: [Link]
    // Worth their making only when there are many patterns.
    private lazy var byInterface = Dictionary(links.indices.map { (ExactText(links[$0].interface), $0) }) { first, _ in
        first
    }
    private lazy var byDevice = Dictionary(grouping: links.indices) { ExactText(links[$0].device) }
    private var deviceOutcomes: [Int: [BoundedRegex.Outcome?]] = [:]
    private var portOutcomes: [Int: [BoundedRegex.Outcome?]] = [:]
    private var modelOutcomes: [Int: BoundedRegex.Outcome] = [:]
    /// Nanoseconds that regular expressions may still take for this node.
    private var budget = 100_000_000 as Int64
    /// Expressions that reached the limit, with the name that brought them there.
    private(set) var exhausted: [(regex: String, name: String)] = []

    init(_ node: Node) {
        self.node = node
        links = node.interfaces.compactMap { interface in
            interface.neighbors.first.map { Link(interface: interface.name, device: $0.device, port: $0.port) }
        }
    }

    /// Whether a match holds for a name.
    enum Outcome {
        case holds
        case differs
        case exhausted(RegexMatch)
        case broken(RegexMatch, reason: String)
    }

    /// The model's match; the node has to have a model.
    func outcome(_ match: Match, model: String) -> Outcome {
        outcome(match, model) { regex in
            if let known = modelOutcomes[regex.number] { return known }
            let outcome = run(regex, model)
            modelOutcomes[regex.number] = outcome
            return outcome
        }
    }

    func deviceOutcome(_ match: Match, at link: Int) -> Outcome {
        outcome(match, links[link].device) { remember($0, links[link].device, link, in: &deviceOutcomes) }
    }

    func portOutcome(_ match: Match, at link: Int) -> Outcome {
        outcome(match, links[link].port) { remember($0, links[link].port, link, in: &portOutcomes) }
    }

    /// Whether any first neighbor would do for a constraint, taken by itself.
    func isSatisfiable(_ constraint: Constraint) -> Bool {
        if let interface = constraint.interface {
            guard let link = byInterface[ExactText(interface)] else { return false }
            return holds(constraint, at: link)
        }
        if case .exact(let device) = constraint.device {
            return byDevice[ExactText(device)]?.contains { holds(constraint, at: $0) } ?? false
        }
        return links.indices.contains { holds(constraint, at: $0) }
    }

    /// Whether an interface's first neighbor is what a constraint is about.
    func holds(_ constraint: Constraint, at link: Int) -> Bool {
        guard case .holds = deviceOutcome(constraint.device, at: link) else { return false }
        guard case .holds = portOutcome(constraint.port, at: link) else { return false }
        return true
    }

    @inline(__always)
    private func outcome(_ match: Match, _ name: String, regex: (RegexMatch) -> BoundedRegex.Outcome) -> Outcome {
        switch match {
        case .any: return .holds
        case .exact(let text): return text.isSame(as: name) ? .holds : .differs
        case .includes(let text): return name.includes(text) ? .holds : .differs
        case .excludes(let text): return name.includes(text) ? .differs : .holds
        case .regex(let match):
            switch match.compiled {
            case .failure(let problem): return .broken(match, reason: problem.reason)
            case .success(let compiled):
                // Nearly always this decides, and then there is nothing to remember.
                guard compiled.mayMatch(name) else { return .differs }
                switch regex(match) {
                case .matches: return .holds
                case .differs: return .differs
                case .exhausted: return .exhausted(match)
                }
            }
        }
    }

    private func remember(
        _ regex: RegexMatch, _ name: String, _ link: Int, in outcomes: inout [Int: [BoundedRegex.Outcome?]]
    ) -> BoundedRegex.Outcome {
        if let known = outcomes[regex.number]?[link] { return known }
        let outcome = run(regex, name)
        outcomes[regex.number, default: Array(repeating: nil, count: links.count)][link] = outcome
        return outcome
    }

    /// Holds an expression against a name, within what is left of the node's time.
    private func run(_ regex: RegexMatch, _ name: String) -> BoundedRegex.Outcome {
        guard case .success(let compiled) = regex.compiled else { return .differs }
        let start = Self.nanoseconds()
        let outcome = budget > 0 ? compiled.match(name) : .exhausted
        budget -= Self.nanoseconds() - start
        if case .exhausted = outcome { exhausted.append((regex.source, name)) }
        return outcome
    }

    private static func nanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
