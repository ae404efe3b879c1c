/// A node prepared for being held against patterns: its first neighbors by name, and what regular expressions said about
/// them. Made for one request and used by one thread.
///
/// Only the first neighbor of an interface counts; interfaces without neighbors are left out.
///
/// First it is decided which pattern fits, and then, if need be, explained why others do not: an explanation looks at
/// more than the decision, takes its work from what that has left, and never changes it.
final class MatchingContext {
    struct Link {
        let interface: String
        let device: String
        let port: String
    }

    let node: Node
    let links: [Link]
    private let runner: RegexRunner
    // Worth their making only where they are needed.
    private lazy var numbers = NameNumbers(self)
    private lazy var outcomes = OutcomeTable(names: numbers.count)
    private lazy var places = LinkPlaces(links)

    /// - Parameter count: the expressions of all patterns that the node may be held against.
    convenience init(_ node: Node, _ count: ExpressionCount) {
        self.init(node, work: count.work(links: node.interfaces.count { !$0.neighbors.isEmpty }))
    }

    /// - Parameter work: how much work regular expressions may take, as `RegexRunner` counts it.
    init(_ node: Node, work: Int) {
        self.node = node
        links = node.interfaces.compactMap { interface in
            interface.neighbors.first.map { Link(interface: interface.name, device: $0.device, port: $0.port) }
        }
        runner = RegexRunner(work: work)
    }

    /// Whether a match holds for a name.
    enum Outcome {
        case holds
        case differs
        case undecided(RegexMatch, ExpressionProblem.Reason)
    }

    /// The model's match; the node has to have a model.
    func modelOutcome(_ match: Match, _ model: String) -> Outcome { outcome(match, model, numbers.model) }

    func deviceOutcome(_ match: Match, at link: Int) -> Outcome {
        outcome(match, links[link].device, numbers.devices[link])
    }

    func portOutcome(_ match: Match, at link: Int) -> Outcome {
        outcome(match, links[link].port, numbers.ports[link])
    }

    /// Whether a device's match holds, as far as that is known without running an expression.
    func knownDeviceOutcome(_ match: Match, at link: Int) -> Bool? {
        known(match, links[link].device, numbers.devices[link])
    }

    /// Whether a port's match holds, as far as that is known without running an expression.
    func knownPortOutcome(_ match: Match, at link: Int) -> Bool? {
        known(match, links[link].port, numbers.ports[link])
    }

    @inline(__always)
    private func outcome(_ match: Match, _ name: String, _ number: @autoclosure () -> Int) -> Outcome {
        guard case .regex(let regex) = match else { return match.holds(for: name) ? .holds : .differs }
        switch regex.compiled {
        case .failure(let problem): return .undecided(regex, .broken("\(problem)"))
        case .success(let compiled):
            // Nearly always this decides, and then there is nothing to remember.
            guard compiled.mayMatch(name) else { return .differs }
            return run(regex, compiled, name, number())
        }
    }

    private func run(_ regex: RegexMatch, _ compiled: BoundedRegex, _ name: String, _ number: Int) -> Outcome {
        if let known = outcomes[regex.number, number] { return known ? .holds : .differs }
        switch runner.run(compiled, on: name) {
        case .matches:
            outcomes[regex.number, number] = true
            return .holds
        case .differs:
            outcomes[regex.number, number] = false
            return .differs
        case .exceeds(.expression): return .undecided(regex, .tooMuchWork(on: name))
        case .exceeds(.node): return .undecided(regex, .tooMuchWorkTogether(on: name))
        case .failed(let error): return .undecided(regex, .failed(on: name, error))
        }
    }

    @inline(__always)
    private func known(_ match: Match, _ name: String, _ number: @autoclosure () -> Int) -> Bool? {
        guard case .regex(let regex) = match else { return match.holds(for: name) }
        guard case .success(let compiled) = regex.compiled else { return nil }
        return compiled.mayMatch(name) ? outcomes[regex.number, number()] : false
    }
}

/// For explanations. An expression that does not say whether a name matches counts as if it did not.
extension MatchingContext {
    /// Whether an interface's first neighbor is what a constraint is about.
    func holds(_ constraint: Constraint, at link: Int) -> Bool {
        guard case .holds = deviceOutcome(constraint.device, at: link) else { return false }
        guard case .holds = portOutcome(constraint.port, at: link) else { return false }
        return true
    }

    /// Whether any first neighbor would do for a constraint, taken by itself.
    func isSatisfiable(_ constraint: Constraint) -> Bool {
        if let interface = constraint.interface {
            guard let link = places.link(of: interface) else { return false }
            return holds(constraint, at: link)
        }
        if case .exact(let device) = constraint.device {
            return places.links(to: device).contains { holds(constraint, at: $0) }
        }
        return links.indices.contains { holds(constraint, at: $0) }
    }

    /// Whether a neighbor that is not the first of its interface would do for a constraint.
    func wouldHold(_ constraint: Constraint, for neighbor: Node.Neighbor) -> Bool {
        wouldHold(constraint.device, neighbor.device) && wouldHold(constraint.port, neighbor.port)
    }

    private func wouldHold(_ match: Match, _ name: String) -> Bool {
        guard case .regex(let regex) = match else { return match.holds(for: name) }
        guard case .success(let compiled) = regex.compiled else { return false }
        return runner.run(compiled, on: name) == .matches
    }
}

/// The numbers of a node's names; equal names have one number, so that no expression is run on a name twice.
private struct NameNumbers {
    private(set) var devices: [Int] = []
    private(set) var ports: [Int] = []
    private(set) var model = 0
    let count: Int

    init(_ context: MatchingContext) {
        var table = NameTable()
        for link in context.links {
            devices.append(table.number(of: link.device))
            ports.append(table.number(of: link.port))
        }
        model = table.number(of: context.node.model ?? "")
        count = table.count
    }
}

/// Where names stand among links.
private struct LinkPlaces {
    private var interfaces = NameTable()
    private var devices = NameTable()
    private var byInterface: [Int] = []
    private var byDevice: [[Int]] = []

    init(_ links: [MatchingContext.Link]) {
        for (index, link) in links.enumerated() {
            if interfaces.number(of: link.interface) == byInterface.count { byInterface.append(index) }
            let device = devices.number(of: link.device)
            if device == byDevice.count { byDevice.append([]) }
            byDevice[device].append(index)
        }
    }

    /// The first link of an interface.
    func link(of interface: String) -> Int? { interfaces.known(interface).map { byInterface[$0] } }

    func links(to device: String) -> [Int] { devices.known(device).map { byDevice[$0] } ?? [] }
}
