import ZTPCore

/// A command's help as a manual page in the macros of man(7).
struct ManualPage {
    private let command: Document
    private let version: String

    /// - Parameter command: as ArgumentParser dumps it.
    init(command: Document, version: String) {
        self.command = command
        self.version = version
    }

    var text: String {
        let name = command["commandName"]?.string ?? ""
        var lines = [
            ".TH \(Self.escaped(name.uppercased())) 8 \"\" \"\(name) \(version)\" \"ZTP server\"",
            ".SH NAME",
            "\(Self.escaped(name)) \\- \(Self.escaped(Self.sentencePart(command["abstract"]?.string ?? "")))",
            ".SH SYNOPSIS",
        ]
        lines += Self.synopsis(command, "")
        for subcommand in Self.leaves(command, "") {
            lines += [".br"] + Self.synopsis(subcommand.command, subcommand.path)
        }
        lines += [".SH DESCRIPTION"] + Self.paragraphs(command["discussion"]?.string ?? "")
        lines += [".SH OPTIONS"] + Self.options(command)
        let subcommands = Self.leaves(command, "")
        if !subcommands.isEmpty { lines.append(".SH COMMANDS") }
        for subcommand in subcommands {
            lines.append(".SS \(Self.escaped("\(subcommand.path) \(subcommand.command["commandName"]?.string ?? "")"))")
            lines += Self.paragraphs(subcommand.command["abstract"]?.string ?? "") + [".PP"]
            lines += Self.paragraphs(subcommand.command["discussion"]?.string ?? "")
            lines += Self.options(subcommand.command)
        }
        lines += Self.environment + Self.files
        let elsewhere = subcommands.isEmpty ? "" : " Each command says what else there is."
        lines += [
            ".SH EXIT STATUS",
            "0 when all is well, 1 when the server cannot start, 2 for a wrong command line.\(elsewhere)",
            ".SH SEE ALSO",
        ]
        lines += Self.pages.filter { $0.name != Self.escaped(name) }.map { ".BR \($0.name) (\($0.section))" }
        return lines.joined(separator: "\n")
    }

    /// The pages there are, as roff writes their names.
    private static let pages: [(name: String, section: Int)] = [
        ("ztps", 8), ("ztpserver\\-fcgi", 8), ("ztpserver.conf", 5),
    ]

    private static let environment = [
        ".SH ENVIRONMENT",
        ".TP\n.B ZTPS_CONFIG\nNames the configuration file; \\-\\-conf wins.",
        ".TP\n.BR ZTPS_DEFAULT_DATAROOT \", \" ZTPS_DEFAULT_SERVER \", \" ZTPS_DEFAULT_LOGGING \", \" "
            + "ZTPS_CONSOLE_LOGGING_FORMAT \", \" ZTPS_BOOTSTRAP_FILENAME \", \" ZTPS_NEIGHBORDB_FILENAME",
        "Replace defaults; the configuration file wins.",
    ]

    private static let files = [
        ".SH FILES",
        ".TP\n.I /etc/ztpserver/ztpserver.conf\nThe configuration, unless another file is named. It explains each option.",
        ".TP\n.I /usr/share/ztpserver\nThe data directory, unless the configuration names another one.",
    ]

    /// Every command that does something, with the path that leads to it.
    private static func leaves(_ command: Document, _ path: String) -> [(command: Document, path: String)] {
        let own =
            path.isEmpty ? command["commandName"]?.string ?? "" : "\(path) \(command["commandName"]?.string ?? "")"
        guard case .array(let subcommands) = command["subcommands"] else { return [] }
        return subcommands.filter(isShown).flatMap { subcommand in
            let below = leaves(subcommand, own)
            return below.isEmpty ? [(subcommand, own)] : below
        }
    }

    private static func isShown(_ item: Document) -> Bool {
        item["shouldDisplay"] != .bool(false) && item["commandName"] != .string("help")
    }

    private static func arguments(_ command: Document) -> [Document] {
        guard case .array(let arguments) = command["arguments"] else { return [] }
        return arguments.filter { $0["shouldDisplay"] != .bool(false) }
    }

    private static func synopsis(_ command: Document, _ path: String) -> [String] {
        let name = path.isEmpty ? "" : "\(path) "
        var line = "\\fB\(escaped(name + (command["commandName"]?.string ?? "")))\\fR"
        for argument in arguments(command) {
            let value = "\\fI\(escaped(argument["valueName"]?.string ?? ""))\\fR"
            let spelling = names(argument).first ?? ""
            let text =
                switch argument["kind"] {
                case .string("positional"): value
                case .string("flag"): "\\fB\(escaped(spelling))\\fR"
                default: "\\fB\(escaped(spelling))\\fR \(value)"
                }
            line += argument["isOptional"] == .bool(false) ? " \(text)" : " [\(text)]"
        }
        return [line]
    }

    private static func options(_ command: Document) -> [String] {
        arguments(command).flatMap { argument in
            let value = "\\fI\(escaped(argument["valueName"]?.string ?? ""))\\fR"
            let spellings = names(argument).map { "\\fB\(escaped($0))\\fR" }.joined(separator: ", ")
            let head =
                switch argument["kind"] {
                case .string("positional"): value
                case .string("flag"): spellings
                default: "\(spellings) \(value)"
                }
            return [".TP", head, escaped(argument["abstract"]?.string ?? "")]
        }
    }

    private static func names(_ argument: Document) -> [String] {
        guard case .array(let names) = argument["names"] else { return [] }
        return names.compactMap { name in
            name["name"]?.string.map { name["kind"] == .string("long") ? "--\($0)" : "-\($0)" }
        }
    }

    /// Paragraphs of running text; indented lines and lists of commands stay lines.
    static func paragraphs(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            if line.isEmpty { return [".PP"] }
            return line.contains("   ") ? [escaped(String(line)), ".br"] : [escaped(String(line))]
        }
    }

    private static func sentencePart(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }

    /// A line that no macro and no escape of roff can be read into.
    static func escaped(_ text: String) -> String {
        let text = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }
}
