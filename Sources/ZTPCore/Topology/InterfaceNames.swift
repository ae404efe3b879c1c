import OrderedCollections

/// The local side of a constraint: which of the switch's interfaces it is about.
enum InterfaceNames: Sendable, Equatable {
    case any
    case none
    /// Full names in the order written, each once.
    case list([String])

    enum Problem: Error, Equatable {
        case notAName(String)
        case badRange(String)
        case rangeAddsNothing(String)
        case tooMany
    }

    /// Far beyond any switch; keeps a typing error from filling the memory.
    private static let most = 65_536

    /// Reads `any`, `none`, or a list such as `Ethernet1-4,7,m1`.
    init(parsing text: String) throws(Problem) {
        switch text {
        case "any": self = .any
        case "none": self = .none
        default:
            var names: OrderedSet<String> = []
            // A bare number takes the prefix of the name before it. Before the first there is none.
            var prefix = "None"
            for group in text.split(separator: ",", omittingEmptySubsequences: false) {
                let ends = group.split(separator: "-", omittingEmptySubsequences: false).map {
                    String($0.trimmingBlanks)
                }
                guard ends.count <= 2, let first = InterfaceName(parsing: ends[0]) else {
                    throw .notAName(String(group))
                }
                prefix = first.prefix ?? prefix
                if ends.count == 1 {
                    guard first.numbers.allSatisfy({ (Int($0) ?? 0) >= 1 }) else { throw .notAName(String(group)) }
                    names.append(prefix + first.numbers.joined(separator: "/"))
                } else {
                    try Self.expand(first, to: ends[1], prefix, group, into: &names)
                }
                guard names.count <= Self.most else { throw .tooMany }
            }
            self = .list(names.elements)
        }
    }

    private static func expand(
        _ first: InterfaceName, to end: String, _ prefix: String, _ group: Substring,
        into names: inout OrderedSet<String>
    ) throws(Problem) {
        guard let last = InterfaceName(parsing: end), last.prefix == nil || last.prefix == prefix,
            first.numbers.count == last.numbers.count, first.numbers.dropLast() == last.numbers.dropLast(),
            let from = first.numbers.last.flatMap({ Int($0) }), let to = last.numbers.last.flatMap({ Int($0) }),
            from >= 1, from < to
        else { throw .badRange(String(group.trimmingBlanks)) }
        guard to - from < most else { throw .tooMany }
        let before = names.count
        for number in from...to {
            names.append(prefix + (first.numbers.dropLast() + [String(number)]).joined(separator: "/"))
        }
        guard names.count > before else { throw .rangeAddsNothing(String(group.trimmingBlanks)) }
    }
}

/// One interface name as it is written: an optional type and one to three numbers.
private struct InterfaceName {
    /// The full name of the type; nil when the name is a bare number.
    var prefix: String?
    var numbers: [String]

    init?(parsing text: String) {
        let letters = text.prefix { $0.isASCII && $0.isLetter }
        switch letters.lowercased() {
        case "": prefix = nil
        case "e", "et", "eth", "ethernet": prefix = "Ethernet"
        case "m", "ma", "management": prefix = "Management"
        default: return nil
        }
        numbers = text.dropFirst(letters.count).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (1...3).contains(numbers.count),
            numbers.allSatisfy({ !$0.isEmpty && $0.count <= 9 && $0.allSatisfy { ("0"..."9").contains($0) } })
        else { return nil }
    }
}
