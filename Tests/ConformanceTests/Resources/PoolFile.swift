import Synchronization

/// A pool's file as the tests make it, and what it must look like at every moment.
struct PoolFile: Sendable {
    var count: Int

    func entry(_ number: Int) -> String { "10.\(number / 250).\(number % 250).1/24" }

    /// One entry in every few spellings, with comments and blank lines between.
    var text: String {
        var text = "# Addresses of the lab: größe \(count)\n\n"
        for number in 0..<count {
            if number.isMultiple(of: 50) { text += "\n# --- rack \(number / 50) ---\n" }
            text += head(number) + tail(number) + "\n"
        }
        return text + "# end\n"
    }

    private func head(_ number: Int) -> String {
        number.isMultiple(of: 7) ? "'\(entry(number))':" : "\(entry(number)):"
    }

    private func tail(_ number: Int) -> String {
        switch number % 5 {
        case 0: ""
        case 1: " null  # port \(number)"
        case 2: "   ~"
        case 3: "  # free: '\(number)'"
        default: " None"
        }
    }

    /// What follows the owner, or what stood for nobody, in a line.
    private func rest(_ number: Int) -> String {
        switch number % 5 {
        case 1: "  # port \(number)"
        case 3: "  # free: '\(number)'"
        default: ""
        }
    }

    private func gap(_ number: Int) -> String { number % 5 == 2 ? "   " : " " }

    /// Reads the file strictly: everything but owners as it was made. Nil when anything else differs.
    func owners(in text: String) -> [String?]? {
        let made = self.text.split(separator: "\n", omittingEmptySubsequences: false)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard made.count == lines.count else { return nil }
        var owners: [String?] = []
        var number = 0
        for (made, line) in zip(made, lines) {
            guard !made.isEmpty, !made.hasPrefix("#") else {
                guard made == line else { return nil }
                continue
            }
            defer { number += 1 }
            if made == line {
                owners.append(nil)
                continue
            }
            let start = head(number) + gap(number)
            let end = rest(number)
            guard line.hasPrefix(start), line.hasSuffix(end), line.utf8.count > start.utf8.count + end.utf8.count else {
                return nil
            }
            let owner = String(line.dropFirst(start.count).dropLast(end.count))
            guard owner.utf8.allSatisfy({ $0 != UInt8(ascii: " ") }) else { return nil }
            owners.append(owner)
        }
        return number == count ? owners : nil
    }
}

extension [Given] {
    /// So many nodes whose definition asks for one address.
    static func nodes(_ count: Int, calling call: String) -> [Given] {
        (0..<count).flatMap { [Given].node("N\($0)", definition: "actions: [{attributes: {v: \"\(call)\"}}]\n") }
    }
}

extension Reply {
    /// The one value of such a node's definition.
    var givenValue: String? {
        guard status == 200, let start = text.firstRange(of: #""v": ""#) else { return nil }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }
}

/// Values that several threads collect.
final class Collected<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])
    func append(_ value: Value) { values.withLock { $0.append(value) } }
    var all: [Value] { values.withLock { $0 } }
}
