/// The text of a pool's file with its entries, in file order: a YAML mapping of entries to their owners.
///
/// Owners can be changed in place; everything else of the text stays as it is, byte for byte. Files of the usual form,
/// one `entry: owner` per line, are read without a YAML parser, since every allocation reads the whole file.
struct PoolText {
    let bytes: [UInt8]
    let entries: [Entry]

    struct Entry {
        var name: Piece
        /// Nil when the entry is free.
        var owner: Piece?
        /// What stands for the owner in the text. Empty where nothing does, which is right behind the colon.
        var value: Range<Int>
        /// In place of `value` when the entry's form is unusual: which line and column it is at.
        var mark: SourceMark?
    }

    /// A part of the text, or what a quoted part of it means.
    enum Piece {
        case range(Range<Int>)
        case text(String)
    }

    init(bytes: [UInt8], entries: [Entry]) {
        self.bytes = bytes
        self.entries = entries
    }

    func text(_ piece: Piece) -> String {
        switch piece {
        case .range(let range): String(decoding: bytes[range], as: UTF8.self)
        case .text(let text): text
        }
    }

    var list: [PoolEntry] {
        entries.map { PoolEntry(name: text($0.name), owner: $0.owner.map(text)) }
    }

    /// The first entry that a node owns.
    func index(ownedBy node: String) -> Int? {
        let wanted = Array(node.utf8)
        return entries.firstIndex { entry in
            switch entry.owner {
            case .range(let range): range.count == wanted.count && bytes[range].elementsEqual(wanted)
            case .text(let text): text.isSame(as: node)
            case nil: false
            }
        }
    }

    func index(named name: String) -> Int? {
        entries.firstIndex { text($0.name).isSame(as: name) }
    }

    var firstFree: Int? { entries.firstIndex { $0.owner == nil } }

    /// The text with another owner of one entry; nil makes it free.
    ///
    /// - Returns: nil when the entry stands in a form that cannot be changed.
    func setting(_ owner: String?, at index: Int) -> [UInt8]? {
        let entry = entries[index]
        let value = owner.map(Self.scalar) ?? "null"
        guard let mark = entry.mark else { return replacing(entry.value, value) }
        guard let range = range(of: entry, at: mark) else { return nil }
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
        if isSafe, text.utf8.first != UInt8(ascii: "-"), case .string? = try? YAMLScalar.resolve(text), !isFree(text) {
            return text
        }
        return "'" + text.replacing("'", with: "''") + "'"
    }

    /// Whether an owner's text stands for nobody. Earlier releases freed entries by writing Python's None.
    static func isFree(_ text: String) -> Bool { text.isEmpty || text == "None" }
}
