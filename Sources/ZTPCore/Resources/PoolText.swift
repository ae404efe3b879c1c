import Glibc

/// The text of a pool's file with its entries, in file order: a YAML mapping of entries to their owners.
///
/// Owners can be changed in place; everything else of the text stays as it is, byte for byte. Files of the usual form,
/// one `entry: owner` per line, are read without a YAML parser, since every allocation reads the whole file.
struct PoolText {
    let bytes: [UInt8]
    let form: Form

    /// The entries, by how they were found.
    enum Form {
        /// One per line, all indented alike.
        case lines([Span], indent: Int)
        /// It took a YAML parser.
        case parsed([Unusual])
    }

    /// An entry as parts of the text. Small, since a pool has thousands and they are found anew at every allocation.
    struct Span {
        private var nameStart: Int32
        private var nameEnd: Int32
        private var ownerStart: Int32
        private var ownerEnd: Int32
        private var valueStart: Int32
        private var valueEnd: Int32
        let isFree: Bool

        init(name: Range<Int>, owner: Range<Int>?, value: Range<Int>) {
            nameStart = Int32(truncatingIfNeeded: name.lowerBound)
            nameEnd = Int32(truncatingIfNeeded: name.upperBound)
            ownerStart = Int32(truncatingIfNeeded: owner?.lowerBound ?? 0)
            ownerEnd = Int32(truncatingIfNeeded: owner?.upperBound ?? 0)
            valueStart = Int32(truncatingIfNeeded: value.lowerBound)
            valueEnd = Int32(truncatingIfNeeded: value.upperBound)
            isFree = owner == nil
        }

        /// Makes it the same entry that many bytes further on.
        mutating func move(by distance: Int) {
            let distance = Int32(truncatingIfNeeded: distance)
            nameStart += distance
            nameEnd += distance
            ownerStart &+= distance
            ownerEnd &+= distance
            valueStart += distance
            valueEnd += distance
        }

        var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        var owner: Range<Int>? { isFree ? nil : Int(ownerStart)..<Int(ownerEnd) }
        /// What stands for the owner in the text. Empty where nothing does, which is right behind the colon.
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    /// An entry that took a YAML parser.
    struct Unusual {
        var name: String
        /// Nil when the entry is free.
        var owner: String?
        var mark: SourceMark
        /// What stands for the owner in the file.
        var written: Written
    }

    /// What stands for an owner, or for nobody.
    struct Written: Equatable {
        var text: String
        var mark: SourceMark
    }

    init(bytes: [UInt8], form: Form) {
        self.bytes = bytes
        self.form = form
    }

    var count: Int {
        switch form {
        case .lines(let spans, _): spans.count
        case .parsed(let entries): entries.count
        }
    }

    var list: [PoolEntry] { (0..<count).map(entry) }

    func entry(at index: Int) -> PoolEntry {
        switch form {
        case .lines(let spans, _):
            PoolEntry(name: text(spans[index].name), owner: spans[index].owner.map(text))
        case .parsed(let entries):
            PoolEntry(name: entries[index].name, owner: entries[index].owner)
        }
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The first entry that a node owns.
    func index(ownedBy node: String) -> Int? {
        switch form {
        case .lines(let spans, _):
            // Thousands are looked at in every allocation: nothing is copied or counted here.
            let wanted = Array(node.utf8)
            return bytes.withUnsafeBytes { text in
                guard let start = text.baseAddress else { return nil }
                return spans.firstIndex { span in
                    guard let owner = span.owner, owner.count == wanted.count else { return false }
                    return memcmp(start + owner.lowerBound, wanted, wanted.count) == 0
                }
            }
        case .parsed(let entries):
            return entries.firstIndex { $0.owner?.isSame(as: node) ?? false }
        }
    }

    func index(named name: String) -> Int? {
        (0..<count).first { entry(at: $0).name.isSame(as: name) }
    }

    var firstFree: Int? {
        switch form {
        case .lines(let spans, _): spans.firstIndex(where: \.isFree)
        case .parsed(let entries): entries.firstIndex { $0.owner == nil }
        }
    }

    /// The text with another owner of one entry; nil makes it free.
    ///
    /// - Returns: nil when the entry stands in a form that cannot be changed.
    func setting(_ owner: String?, at index: Int) -> [UInt8]? {
        // No node has such an id, and the file must stay readable in any case.
        guard owner?.unicodeScalars.contains(where: \.isTroublesome) != true else { return nil }
        let value = owner.map(Self.scalar) ?? "null"
        let mark: SourceMark
        switch form {
        case .lines(let spans, _): return replacing(spans[index].value, value)
        case .parsed(let entries): mark = entries[index].mark
        }
        guard let range = rangeOfOwner(ofEntryAt: mark) else { return nil }
        let changed = replacing(range, value)
        // An unusual form: only what a YAML parser then reads as meant is taken.
        var expected = list
        expected[index].owner = owner
        guard case .success(let reread) = PoolText.parse(changed), reread.list == expected else { return nil }
        return changed
    }

    private func replacing(_ range: Range<Int>, _ value: String) -> [UInt8] {
        var changed = bytes
        changed.replaceSubrange(range, with: (range.isEmpty ? " " + value : value).utf8)
        return changed
    }

    /// A text as a YAML scalar on one line.
    private static func scalar(_ text: String) -> String {
        let isSafe = text.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        if isSafe, text.utf8.first != UInt8(ascii: "-"), YAMLScalar.isText(text), !isFree(text) {
            return text
        }
        return "'" + text.replacing("'", with: "''") + "'"
    }

    /// Whether an owner's text stands for nobody. Earlier releases freed entries by writing Python's None.
    static func isFree(_ text: String) -> Bool { text.isEmpty || text.isSame(as: "None") }
}
