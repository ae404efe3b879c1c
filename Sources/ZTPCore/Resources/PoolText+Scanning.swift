/// The quick reader for files with one `entry: owner` per line.
extension PoolText {
    /// Nil when the text has anything unusual in it; then it takes a YAML parser to tell what it means.
    init?(scanning bytes: [UInt8]) {
        let form = bytes.withUnsafeBufferPointer { buffer -> Form? in
            // Comments may be in any language; entries of other than ASCII are left to the parser. So are files of sizes
            // that no pool has.
            guard buffer.count < Int32.max,
                buffer.allSatisfy({ $0 < 0x80 }) || String(validating: buffer, as: UTF8.self) != nil
            else { return nil }
            var scanner = PoolScanner(bytes: buffer)
            guard let spans = scanner.spans(in: 0..<buffer.count), let indent = scanner.indent,
                !scanner.hasDuplicates()
            else { return nil }
            return .lines(spans, indent: indent)
        }
        guard let form else { return nil }
        self.init(bytes: bytes, form: form)
    }

    /// Reads a text of which an earlier version is known: nearly always one owner has changed, and only the lines in
    /// which the two differ are looked at.
    ///
    /// Nil when more has changed than owners, or something unusual is there.
    init?(scanning bytes: [UInt8], knowing old: PoolText) {
        guard case .lines(let known, let indent) = old.form, bytes.count < Int32.max else { return nil }
        let same = Self.common(old.bytes, bytes)
        guard same.prefix < max(bytes.count, old.bytes.count) else {
            self = old
            return
        }
        // Whole lines: from the start of the first that differs to the end of the last.
        let start = same.prefix > 0 ? (bytes[..<same.prefix].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1 : 0
        let tail = bytes[(bytes.count - same.suffix)...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        let distance = bytes.count - old.bytes.count
        let changed = start..<max(start, tail)
        let oldEnd = max(start, tail - distance)
        guard bytes[changed].allSatisfy({ $0 < 0x80 }) else { return nil }
        let scanned = bytes.withUnsafeBufferPointer { buffer -> [Span]? in
            var scanner = PoolScanner(bytes: buffer)
            scanner.indent = indent
            return scanner.spans(in: changed)
        }
        guard let scanned else { return nil }
        let first = known.index(ofFirstFrom: start)
        let behind = known.index(ofFirstFrom: oldEnd)
        // Other names may be names twice.
        guard behind - first == scanned.count,
            zip(known[first..<behind], scanned).allSatisfy({ old.bytes[$0.name].elementsEqual(bytes[$1.name]) })
        else { return nil }
        var spans = known
        spans.replaceSubrange(first..<behind, with: scanned)
        if distance != 0 {
            for index in behind..<spans.count { spans[index].move(by: distance) }
        }
        self.init(bytes: bytes, form: .lines(spans, indent: indent))
    }

    /// The number of bytes at the start and at the end that two texts share, without overlapping.
    private static func common(_ old: [UInt8], _ new: [UInt8]) -> (prefix: Int, suffix: Int) {
        old.withUnsafeBytes { old in
            new.withUnsafeBytes { new in
                let most = min(old.count, new.count)
                var prefix = 0
                while prefix + 8 <= most,
                    old.loadUnaligned(fromByteOffset: prefix, as: UInt64.self)
                        == new.loadUnaligned(fromByteOffset: prefix, as: UInt64.self)
                {
                    prefix += 8
                }
                while prefix < most, old[prefix] == new[prefix] { prefix += 1 }
                var suffix = 0
                while suffix + 8 <= most - prefix,
                    old.loadUnaligned(fromByteOffset: old.count - suffix - 8, as: UInt64.self)
                        == new.loadUnaligned(fromByteOffset: new.count - suffix - 8, as: UInt64.self)
                {
                    suffix += 8
                }
                while suffix < most - prefix, old[old.count - suffix - 1] == new[new.count - suffix - 1] { suffix += 1 }
                return (prefix, suffix)
            }
        }
    }
}

extension [PoolText.Span] {
    /// The first whose name stands at a place or behind it.
    fileprivate func index(ofFirstFrom place: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].name.lowerBound >= place { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

private struct PoolScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// How far the first entry is indented, and so must be the others.
    var indent: Int?
    private var hashes: [UInt64] = []

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The entries of whole lines.
    mutating func spans(in lines: Range<Int>) -> [PoolText.Span]? {
        var spans: [PoolText.Span] = []
        spans.reserveCapacity(lines.count / 16)
        var start = lines.lowerBound
        while start < lines.upperBound {
            var end = start
            while end < lines.upperBound, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            let next = end + 1
            if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            switch line(start..<end) {
            case .nothing: break
            case .entry(let span): spans.append(span)
            case .unusual: return nil
            }
            start = next
        }
        return spans
    }

    private enum Line {
        case nothing
        case entry(PoolText.Span)
        case unusual
    }

    private mutating func line(_ range: Range<Int>) -> Line {
        position = range.lowerBound
        skipSpaces(range.upperBound)
        guard position < range.upperBound else { return .nothing }
        if bytes[position] == UInt8(ascii: "#") { return isComment(range.upperBound) ? .nothing : .unusual }
        // It could be the mark that ends a document; and YAML limits the length of keys.
        guard bytes[position] != UInt8(ascii: "."), range.count <= 1000 else { return .unusual }
        let own = position - range.lowerBound
        guard indent ?? own == own else { return .unusual }
        indent = own
        guard let name = word(range.upperBound, isKey: true), position < range.upperBound,
            bytes[position] == UInt8(ascii: ":")
        else { return .unusual }
        position += 1
        let colon = position
        guard colon == range.upperBound || bytes[colon] == UInt8(ascii: " ") else { return .unusual }
        skipSpaces(range.upperBound)
        guard position < range.upperBound, bytes[position] != UInt8(ascii: "#") else {
            guard isComment(range.upperBound) else { return .unusual }
            remember(name.content)
            return .entry(PoolText.Span(name: name.content, owner: nil, value: colon..<colon))
        }
        guard let value = word(range.upperBound, isKey: false) else { return .unusual }
        skipSpaces(range.upperBound)
        if position < range.upperBound {
            guard position > value.whole.upperBound, bytes[position] == UInt8(ascii: "#"), isComment(range.upperBound)
            else {
                return .unusual
            }
        }
        remember(name.content)
        let isFree = isFree(value)
        return .entry(
            PoolText.Span(name: name.content, owner: isFree ? nil : value.content, value: value.whole))
    }

    private struct Word {
        /// With its quotes.
        var whole: Range<Int>
        var content: Range<Int>
        var isQuoted: Bool { whole != content }
    }

    /// A scalar without anything that would need a second look.
    private mutating func word(_ end: Int, isKey: Bool) -> Word? {
        let start = position
        let first = bytes[start]
        if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") {
            position += 1
            while position < end, bytes[position] != first {
                guard bytes[position] >= 0x20, bytes[position] < 0x7F, bytes[position] != UInt8(ascii: "\\") else {
                    return nil
                }
                position += 1
            }
            guard position < end else { return nil }
            position += 1
            // Two quotes in a row stand for one.
            guard position == end || bytes[position] != first else { return nil }
            let whole = start..<position
            if isKey { skipSpaces(end) }
            return Word(whole: whole, content: (whole.lowerBound + 1)..<(whole.upperBound - 1))
        }
        guard Self.canStart(first) else { return nil }
        while position < end {
            let byte = bytes[position]
            guard byte >= 0x20, byte < 0x7F else { return nil }
            let next = position + 1 < end ? bytes[position + 1] : UInt8(ascii: " ")
            if byte == UInt8(ascii: ":"), next == UInt8(ascii: " ") {
                guard isKey else { return nil }
                break
            }
            if byte == UInt8(ascii: "#"), bytes[position - 1] == UInt8(ascii: " ") {
                guard !isKey else { return nil }
                break
            }
            position += 1
        }
        var last = position
        while last > start, bytes[last - 1] == UInt8(ascii: " ") { last -= 1 }
        if !isKey { position = last }
        // `<<` and `=` have meanings of their own.
        guard last - start != 1 || first != UInt8(ascii: "=") else { return nil }
        return Word(whole: start..<last, content: start..<last)
    }

    private static func canStart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"),
            UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: "("), UInt8(ascii: "="):
            true
        default: false
        }
    }

    private mutating func skipSpaces(_ end: Int) {
        while position < end, bytes[position] == UInt8(ascii: " ") { position += 1 }
    }

    /// Whether nothing, or a comment, is left of the line. Some characters that end a line in YAML 1.1 are no line
    /// breaks elsewhere.
    private func isComment(_ end: Int) -> Bool {
        for index in position..<end {
            switch bytes[index] {
            case 0x20..<0x7F, UInt8(ascii: "\t"): break
            case 0xC2 where bytes[index + 1] < 0xA0,
                0xE2 where bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8:
                return false
            // Not characters, and no YAML parser takes them.
            case 0xEF where bytes[index + 1] == 0xBF && bytes[index + 2] >= 0xBE: return false
            case 0x80...: break
            default: return false
            }
        }
        return true
    }

    private func isFree(_ value: Word) -> Bool {
        guard !value.isQuoted else { return value.content.isEmpty }
        // Thousands of owners are looked at in every allocation, and nearly all are told by their first byte.
        switch bytes[value.content.lowerBound] {
        case UInt8(ascii: "~"): guard value.content.count == 1 else { return false }
        case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "o"),
            UInt8(ascii: "O"):
            guard value.content.count <= 5 else { return false }
        case UInt8(ascii: "0"), UInt8(ascii: "+"), UInt8(ascii: "."):
            // Another digit makes another number, unless it belongs to an exponent.
            let first = bytes[value.content].first { "123456789eE".utf8.contains($0) }
            guard first.map({ "eE".utf8.contains($0) }) ?? true else { return false }
        default: return false
        }
        return PoolText.isFree(
            plain: String(decoding: UnsafeBufferPointer(rebasing: bytes[value.content]), as: UTF8.self))
    }

    private mutating func remember(_ name: Range<Int>) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in name { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
        hashes.append(hash)
    }

    /// Two equal names, or perhaps only two that look equal: the parser says which.
    func hasDuplicates() -> Bool {
        var size = 16
        while size < hashes.count * 2 { size *= 2 }
        var table = [UInt64](repeating: 0, count: size)
        for hash in hashes {
            // 0 stands for an empty place.
            let hash = hash | 1
            var place = Int(truncatingIfNeeded: hash >> 8) & (size - 1)
            while table[place] != 0 {
                if table[place] == hash { return true }
                place = (place + 1) & (size - 1)
            }
            table[place] = hash
        }
        return false
    }
}
