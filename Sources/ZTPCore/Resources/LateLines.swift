/// A pool's text that lines are added to which may be there already.
///
/// They are, when the process that took them over was killed before it had noted that.
struct LateLines {
    private(set) var bytes: [UInt8]
    /// How many lines were added.
    private(set) var added = 0
    /// Lines that were not, since another line has their entry.
    private(set) var leftOut: [String] = []
    private var lines: Set<ArraySlice<UInt8>>
    private var entries: Set<[UInt8]>

    init(bytes: [UInt8]) {
        self.bytes = bytes
        lines = Set(bytes.split(separator: UInt8(ascii: "\n")))
        // What is no pool keeps its text, and the operator reads what is wrong with it.
        entries = Set((try? PoolText.read(bytes).get())?.list.map { Array($0.name.utf8) } ?? [])
    }

    mutating func add(_ text: ArraySlice<UInt8>) {
        for line in text.split(separator: UInt8(ascii: "\n")) where lines.insert(line).inserted {
            // A comment holds no entry, and what is not understood is left to the operator.
            let names = (try? PoolText.read(Array(line)).get())?.list.map { Array($0.name.utf8) } ?? []
            guard names.allSatisfy({ entries.insert($0).inserted }) else {
                leftOut.append(String(decoding: line, as: UTF8.self))
                continue
            }
            if let last = bytes.last, last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
            bytes += line
            bytes.append(UInt8(ascii: "\n"))
            added += 1
        }
    }
}
