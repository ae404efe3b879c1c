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
            for group in text.bytes(separatedBy: ",") {
                let ends = group.bytes(separatedBy: "-").map { String($0.trimmingBlanks) }
                guard ends.count <= 2, let first = InterfaceName(parsing: ends[0]) else { throw .notAName(group) }
                prefix = first.prefix ?? prefix
                if ends.count == 1 {
                    guard first.numbers.allSatisfy({ (Int($0) ?? 0) >= 1 }) else { throw .notAName(group) }
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
        _ first: InterfaceName, to end: String, _ prefix: String, _ group: String,
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
        let letters = text.utf8.prefix(while: \.isLetter)
        switch String(decoding: letters, as: UTF8.self).lowercased() {
        case "": prefix = nil
        case "e", "et", "eth", "ethernet": prefix = "Ethernet"
        case "m", "ma", "management": prefix = "Management"
        default: return nil
        }
        numbers = String(decoding: text.utf8.dropFirst(letters.count), as: UTF8.self).bytes(separatedBy: "/")
        guard (1...3).contains(numbers.count),
            numbers.allSatisfy({ (1...9).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isDigit) })
        else { return nil }
    }
}

extension String {
    /// The parts between an ASCII character. By bytes: an accent behind a separator does not hide it.
    func bytes(separatedBy separator: Unicode.Scalar) -> [String] {
        utf8.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}
