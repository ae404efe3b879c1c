import ZTPCore

/// The manual page of ztpserver.conf: the options that the code knows, with the explanations of the file that is shipped.
///
/// In that file a comment begins with `# `, an option with its name or `#NAME`; what is commented out shows the default.
struct ConfigurationManual {
    /// The two disagree about which options there are.
    struct Disagreement: Error, Equatable, CustomStringConvertible {
        var unexplained: [String]
        var unknown: [String]

        var description: String {
            let parts = [("has no explanation of", unexplained), ("explains what is not an option:", unknown)]
            return "the file "
                + parts.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1.joined(separator: ", "))" }
                .joined(separator: " and ")
        }
    }

    private struct Entry {
        var section: String
        var name: String
        var value: String
        var explanation: [String]
    }

    private let introduction: [String]
    private let entries: [Entry]
    private let allowed: [String: String]
    private let version: String

    init(explained text: String, options: [ConfigurationOption] = Configuration.options, version: String)
        throws(Disagreement)
    {
        self.version = version
        allowed = Dictionary(
            options.map { ("\($0.section) \($0.name)", $0.allowed) }, uniquingKeysWith: { first, _ in first })
        (introduction, entries) = Self.read(text)
        let explained = Set(entries.filter { !$0.explanation.isEmpty }.map { "\($0.section) \($0.name)" })
        let found = Set(entries.map { "\($0.section) \($0.name)" })
        let unexplained = allowed.keys.filter { !explained.contains($0) }.sorted()
        let unknown = found.subtracting(allowed.keys).sorted()
        guard unexplained.isEmpty, unknown.isEmpty else {
            throw Disagreement(unexplained: unexplained, unknown: unknown)
        }
    }

    var text: String {
        var lines = [
            ".TH ZTPSERVER.CONF 5 \"\" \"ztps \(version)\" \"ZTP server\"",
            ".SH NAME",
            "ztpserver.conf \\- configuration of the ZTP server",
            ".SH DESCRIPTION",
        ]
        lines += Self.running(introduction)
        var section: String?
        for entry in entries {
            if entry.section != section { lines.append(".SH [\(ManualPage.escaped(entry.section))]") }
            section = entry.section
            lines += [
                ".TP", "\\fB\(ManualPage.escaped(entry.name))\\fR = \\fI\(ManualPage.escaped(entry.value))\\fR",
            ]
            lines += Self.running(entry.explanation)
            lines += [".br", ManualPage.escaped("Value: \(allowed["\(entry.section) \(entry.name)"] ?? "").")]
        }
        lines += [".SH SEE ALSO", ".BR ztps (8)", ".BR ztpserver\\-fcgi (8)"]
        return lines.joined(separator: "\n")
    }

    /// Comments before the first section, and the options with the comments right above them.
    private static func read(_ text: String) -> (introduction: [String], entries: [Entry]) {
        var introduction: [String] = []
        var entries: [Entry] = []
        var section: String?
        var comment: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let header = line.wholeMatch(of: /\[(.+)\]/) {
                section = String(header.1)
                comment = []
            } else if line == "#" || line.hasPrefix("# ") {
                let words = String(line.dropFirst(2))
                if section == nil { introduction.append(words) } else { comment.append(words) }
            } else if let section, let option = line.wholeMatch(of: /#?([a-z_]+) = (.*)/) {
                entries.append(
                    Entry(
                        section: section, name: String(option.1), value: String(option.2), explanation: comment))
                comment = []
            } else if section != nil {
                comment = []
            }
        }
        return (introduction, entries)
    }

    /// Lines of a comment as roff's running text: an empty one begins a paragraph.
    private static func running(_ comment: [String]) -> [String] {
        comment.map { $0.isEmpty ? ".PP" : ManualPage.escaped($0) }
    }
}
