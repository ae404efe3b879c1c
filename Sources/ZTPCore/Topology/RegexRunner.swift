import CPCRE2

/// Runs regular expressions on the names that one node reports, within bounds of work: one for an expression on a name,
/// one for all together.
///
/// Work is counted in steps, never in time, so that the same expressions and names come out the same on a busy machine.
/// PCRE2 takes a limit of steps and does not tell how many it used. So a match begins with a low limit, which grows as
/// long as it does not suffice, and every limit that was tried counts in full. Used by one thread.
final class RegexRunner {
    enum Outcome: Sendable, Equatable {
        case matches
        case differs
        case exceeds(Bound)
        /// There was no memory, or PCRE2 failed otherwise: an error number of its own.
        case failed(Int32)
    }

    /// Which bound was reached.
    enum Bound: Sendable, Equatable {
        /// That of one expression on one name.
        case expression
        /// That of all expressions on all names of a node.
        case node
    }

    /// How much work one expression may take on one name. Ordinary ones take two or three steps for each character of
    /// the name, or less.
    static let mostForOne = 100_000
    /// Nearly every match that fails does so within these steps.
    private static let first = 32
    /// What an ordinary expression needs for a name that it has to walk along.
    private static func second(_ length: Int) -> Int { first + 4 * length }

    private let memory: BoundedRegex.Memory?
    /// What all matches together may still take.
    private(set) var left: Int

    init(work: Int) {
        left = work
        memory = BoundedRegex.Memory()
    }

    func run(_ regex: BoundedRegex, on name: String) -> Outcome {
        guard regex.mayMatch(name) else { return .differs }
        guard let memory else { return .failed(PCRE2_ERROR_NOMEMORY) }
        let length = name.utf8.count
        var work = Self.first
        while true {
            guard left >= work else { return .exceeds(.node) }
            left -= work
            switch regex.match(name, steps: regex.steps(for: work, on: length), memory) {
            case .matches: return .matches
            case .differs: return .differs
            case .failed(let number): return .failed(number)
            case .tooLarge: return .exceeds(.expression)
            case .unfinished where work >= Self.mostForOne: return .exceeds(.expression)
            case .unfinished: work = work == Self.first ? Self.second(length) : min(work * 4, Self.mostForOne)
            }
        }
    }
}
