/// The reader for every other form, by a YAML parser.
extension PoolText {
    static func parse(_ bytes: [UInt8]) -> Result<PoolText, PoolProblem.Reason> {
        let root: YAMLNode?
        do { root = try YAML.compose(bytes) } catch { return .failure(.broken(error)) }
        guard let root, !root.isNull else { return .failure(.empty) }
        guard case .mapping(let pairs) = root.content else {
            return .failure(.notAMapping((try? root.document().kind) ?? "something else"))
        }
        var names: Set<ExactText> = []
        var entries: [Unusual] = []
        for pair in pairs {
            guard case .scalar(let key) = pair.key.content, !pair.isMerge else {
                return .failure(.broken(YAMLProblem(mark: pair.key.mark, reason: "an entry must be text")))
            }
            guard names.insert(ExactText(key.text)).inserted else {
                return .failure(
                    .broken(YAMLProblem(mark: pair.key.mark, reason: "entry '\(key.text)' appears twice")))
            }
            let owner: String
            switch pair.value.content {
            case .scalar(let scalar): owner = scalar.text
            case .sequence(let items) where items.isEmpty: owner = "[]"
            case .mapping(let pairs) where pairs.isEmpty: owner = "{}"
            case .sequence, .mapping:
                let kind = (try? pair.value.document().kind) ?? "something else"
                return .failure(.valueIsNoText(pair.value.mark, entry: key.text, kind: kind))
            }
            entries.append(
                Unusual(
                    name: key.text, owner: pair.value.isFree ? nil : owner, mark: pair.key.mark,
                    written: Written(text: owner, mark: pair.value.mark)))
        }
        guard !entries.isEmpty else { return .failure(.empty) }
        return .success(PoolText(bytes: bytes, form: .parsed(entries)))
    }

    /// Where the owner of an entry is; nil when that cannot be told.
    func rangeOfOwner(ofEntryAt mark: SourceMark) -> Range<Int>? {
        guard let start = offset(of: mark), let keyEnd = endOfScalar(start, isKey: true) else { return nil }
        var position = keyEnd
        while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
        guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { return nil }
        position += 1
        let colon = position
        while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
        guard position < bytes.count, !"#,}".utf8.contains(bytes[position]), !isLineBreak(at: position) else {
            return colon..<colon
        }
        if let end = endOfEmptyCollection(position) { return position..<end }
        // An alias, an anchor or a tag is more than its text.
        guard !"&*!|>[{".utf8.contains(bytes[position]), let end = endOfScalar(position, isKey: false) else {
            return nil
        }
        return position..<end
    }

    /// Behind `[]` or `{}`.
    private func endOfEmptyCollection(_ start: Int) -> Int? {
        let ends = [UInt8(ascii: "["): UInt8(ascii: "]"), UInt8(ascii: "{"): UInt8(ascii: "}")]
        guard let end = ends[bytes[start]] else { return nil }
        var position = start + 1
        while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
        return position < bytes.count && bytes[position] == end ? position + 1 : nil
    }

    private func offset(of mark: SourceMark) -> Int? {
        var line = 1
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while line < mark.line {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            start = end + 1
            line += 1
        }
        // Columns count characters.
        var column = 1
        while column < mark.column {
            guard start < bytes.count else { return nil }
            start += 1
            while start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
            column += 1
        }
        return start
    }

    private func endOfScalar(_ start: Int, isKey: Bool) -> Int? {
        guard start < bytes.count else { return nil }
        var position = start
        switch bytes[start] {
        case UInt8(ascii: "'"):
            position += 1
            while position < bytes.count {
                if bytes[position] == UInt8(ascii: "'") {
                    guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "'") else {
                        return position + 1
                    }
                    position += 1
                }
                position += 1
            }
            return nil
        case UInt8(ascii: "\""):
            position += 1
            while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
                position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
            }
            return position < bytes.count ? position + 1 : nil
        default:
            while position < bytes.count, !",}".utf8.contains(bytes[position]), !isLineBreak(at: position) {
                let next = position + 1 < bytes.count ? bytes[position + 1] : UInt8(ascii: "\n")
                if isKey, bytes[position] == UInt8(ascii: ":"), " \t\r\n".utf8.contains(next) { break }
                if bytes[position] == UInt8(ascii: "#"), position > start, Self.isBlank(bytes[position - 1]) { break }
                position += 1
            }
            while position > start, Self.isBlank(bytes[position - 1]) { position -= 1 }
            return position
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// Whether a line ends here, as YAML 1.1 has it: also at U+0085, U+2028 and U+2029.
    private func isLineBreak(at position: Int) -> Bool {
        switch bytes[position] {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
        case 0xC2: position + 1 < bytes.count && bytes[position + 1] == 0x85
        case 0xE2: position + 2 < bytes.count && bytes[position + 1] == 0x80 && bytes[position + 2] & 0xFE == 0xA8
        default: false
        }
    }
}

extension YAMLNode {
    /// Whether it stands for nobody as the owner of a pool's entry.
    fileprivate var isFree: Bool {
        switch content {
        case .scalar(let scalar):
            // Python's None was written without quotes.
            scalar.isPlain && scalar.text == "None" || (try? scalar.value())?.isTruthy == false
        case .sequence(let items): items.isEmpty
        case .mapping(let pairs): pairs.isEmpty
        }
    }
}
