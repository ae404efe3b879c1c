/// What the expressions of a neighbordb said about a node's names, by their numbers: two bits each, because there may be
/// ten thousand expressions and as many names.
struct OutcomeTable {
    private var rows: [[UInt64]] = []
    private let names: Int
    private static let perWord = 32

    init(names: Int) { self.names = names }

    /// Nil when it is not known yet.
    subscript(expression: Int, name: Int) -> Bool? {
        get {
            guard expression < rows.count, !rows[expression].isEmpty else { return nil }
            let bits = rows[expression][name / Self.perWord] >> UInt64(2 * (name % Self.perWord)) & 3
            return bits == 0 ? nil : bits == 2
        }
        set {
            while rows.count <= expression { rows.append([]) }
            if rows[expression].isEmpty {
                rows[expression] = Array(repeating: 0, count: names / Self.perWord + 1)
            }
            let shift = UInt64(2 * (name % Self.perWord))
            let bits: UInt64 = newValue.map { $0 ? 2 : 1 } ?? 0
            let word = rows[expression][name / Self.perWord]
            rows[expression][name / Self.perWord] = word & ~(3 << shift) | bits << shift
        }
    }
}
