/// An INI file as Python's `RawConfigParser` reads it: `key = value` or `key: value`, keys in any case, full-line
/// comments with `#` and `;`, no inline comments, no interpolation, lines that are indented deeper continue a value.
///
/// `[DEFAULT]` gives its options to all other sections of the file. Where ours differs on purpose: a byte order mark at
/// the start is skipped, and the first error in the file is the one that is told.
struct INIDocument: Equatable {
    struct Entry: Equatable {
        var section: String
        /// In lower case.
        var key: String
        /// Without blanks around it; its lines are separated by line feeds.
        var value: String
        /// From 1.
        var line: Int
    }

    struct SyntaxError: Error, Equatable {
        var line: Int
        var reason: String
    }

    /// The section whose options all others inherit.
    static let defaultSection = "DEFAULT"

    /// In the order of the file, those of `[DEFAULT]` included.
    private(set) var entries: [Entry] = []
    /// Every section header with its line, empty sections included; `[DEFAULT]` is not one of them.
    private(set) var sections: [(name: String, line: Int)] = []

    /// What a section of the file holds: its own options, and those of `[DEFAULT]` that it does not have.
    func options(of section: String) -> [Entry] {
        let own = entries.filter { $0.section == section }
        return own
            + entries.filter { entry in
                entry.section == Self.defaultSection && !own.contains { $0.key == entry.key }
            }
    }

    static func == (left: INIDocument, right: INIDocument) -> Bool {
        left.entries == right.entries && left.sections.map(\.name) == right.sections.map(\.name)
    }
}

extension INIDocument {
    init(parsing text: String) throws(SyntaxError) {
        var section: String?
        /// Lines of the value that a line which is indented deeper would continue; nil when there is none.
        var value: [String]?
        var indent = 0
        var seen: Set<[String]> = []
        func finish() {
            guard let lines = value else { return }
            entries[entries.count - 1].value = lines.joined(separator: "\n").strippingEnd
            value = nil
        }
        for (index, line) in text.universalLines.enumerated() {
            let number = index + 1
            let content = line.stripped
            guard let first = content.first else {
                value?.append("")
                continue
            }
            if first == "#" || first == ";" { continue }
            let own = line.prefix { $0.isBlank }.count
            if value != nil, own > indent {
                value?.append(String(content))
                continue
            }
            finish()
            indent = own
            if let name = content.sectionName {
                guard name == Self.defaultSection || !sections.contains(where: { $0.name == name }) else {
                    throw SyntaxError(line: number, reason: "section [\(name)] appears twice")
                }
                if name != Self.defaultSection { sections.append((name, number)) }
                section = name
                continue
            }
            guard let section else {
                throw SyntaxError(line: number, reason: "expected a section header such as [default] first")
            }
            guard let mark = content.firstIndex(where: { $0 == "=" || $0 == ":" }), mark != content.startIndex else {
                throw SyntaxError(line: number, reason: "expected 'key = value'")
            }
            let key = String(content[..<mark].stripped).lowercased()
            guard seen.insert([section, key]).inserted else {
                throw SyntaxError(line: number, reason: "option '\(key)' appears twice in section [\(section)]")
            }
            value = [String(content[content.index(after: mark)...].stripped)]
            entries.append(Entry(section: section, key: key, value: "", line: number))
        }
        finish()
    }
}

/// Told by code points, as Python does: to Swift, `=` with an accent behind it is one character of its own.
private typealias Scalars = Substring.UnicodeScalarView

extension String {
    /// The lines, whichever way they end. A byte order mark is not part of the first one.
    fileprivate var universalLines: [Scalars] {
        var rest = self[...].unicodeScalars
        if rest.first == "\u{FEFF}" { rest.removeFirst() }
        var lines: [Scalars] = []
        while let end = rest.firstIndex(where: { $0 == "\n" || $0 == "\r" }) {
            lines.append(rest[..<end])
            var next = rest.index(after: end)
            if rest[end] == "\r", next < rest.endIndex, rest[next] == "\n" { next = rest.index(after: next) }
            rest = rest[next...]
        }
        return lines + [rest]
    }

    /// Without blanks at its end.
    fileprivate var strippingEnd: String { String(self[...].unicodeScalars.strippingEnd) }
}

extension Scalars {
    fileprivate var strippingEnd: Scalars {
        var rest = self
        while rest.last?.isBlank == true { rest.removeLast() }
        return rest
    }

    /// Without blanks at both ends.
    fileprivate var stripped: Scalars { Scalars(drop { $0.isBlank }).strippingEnd }

    /// The name in brackets, which hold at least one character; what follows them does not count.
    fileprivate var sectionName: String? {
        guard first == "[", let close = lastIndex(of: "]") else { return nil }
        let name = self[index(after: startIndex)..<close]
        return name.isEmpty ? nil : String(name)
    }
}

extension Unicode.Scalar {
    /// What Python strips: Unicode's white space and the four separators of ASCII.
    fileprivate var isBlank: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
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
