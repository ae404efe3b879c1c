/// An INI file as Python's `RawConfigParser` reads it: `key = value` or `key: value`, keys in any case, full-line
/// comments with `#` and `;`, no inline comments, no interpolation, indented lines continue a value.
struct INIDocument: Equatable {
    struct Entry: Equatable {
        var section: String
        /// In lower case.
        var key: String
        var value: String
        /// From 1.
        var line: Int
    }

    struct SyntaxError: Error, Equatable {
        var line: Int
        var reason: String
    }

    private(set) var entries: [Entry] = []
    /// Every section header with the line it stands on, empty sections included.
    private(set) var sections: [(name: String, line: Int)] = []

    init(parsing text: String) throws(SyntaxError) {
        var section: String?
        /// Indent of the option that an indented line would continue; nil when there is none.
        var optionIndent: Int?
        var seen: Set<[String]> = []
        let lines = text.split(separator: /\r\n|\n|\r/, omittingEmptySubsequences: false)
        for (index, rawLine) in lines.enumerated() {
            let number = index + 1
            let content = rawLine.trimmingBlanks
            if content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";") { continue }
            let indent = rawLine.prefix { $0.isWhitespace }.count
            if let limit = optionIndent, indent > limit {
                entries[entries.count - 1].value += "\n" + content
                continue
            }
            if content.hasPrefix("["), let close = content.lastIndex(of: "]") {
                let name = String(content[content.index(after: content.startIndex)..<close])
                guard !sections.contains(where: { $0.name == name }) else {
                    throw SyntaxError(line: number, reason: "section [\(name)] stands twice")
                }
                sections.append((name, number))
                section = name
                optionIndent = nil
                continue
            }
            guard let section else {
                throw SyntaxError(line: number, reason: "expected a section header such as [default] first")
            }
            guard let mark = content.firstIndex(where: { $0 == "=" || $0 == ":" }), mark != content.startIndex else {
                throw SyntaxError(line: number, reason: "expected 'key = value'")
            }
            let key = String(content[..<mark].trimmingBlanks).lowercased()
            guard seen.insert([section, key]).inserted else {
                throw SyntaxError(line: number, reason: "option '\(key)' stands twice in section [\(section)]")
            }
            let value = String(content[content.index(after: mark)...].trimmingBlanks)
            entries.append(Entry(section: section, key: key, value: value, line: number))
            optionIndent = indent
        }
    }

    static func == (left: INIDocument, right: INIDocument) -> Bool {
        left.entries == right.entries && left.sections.map(\.name) == right.sections.map(\.name)
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmingBlanks: SubSequence {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
