/// The name that was probably meant by one that nobody knows.
enum NearestName {
    /// The candidate that is the fewest edits away, if those are few; nil when none is close.
    static func of(_ name: String, in candidates: [String]) -> String? {
        // The time grows with the product of the lengths, and nobody means a short name by a long one.
        guard name.utf8.count <= 40 else { return nil }
        let plain = Array(name.lowercased().utf8)
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let distance = distance(plain, Array(candidate.utf8))
            guard distance <= min(2, candidate.utf8.count / 3), distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// How many letters must be put in, taken out, replaced, or swapped with the next one (Damerau and Levenshtein).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
