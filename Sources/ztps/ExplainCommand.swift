import ArgumentParser
import Glibc
import Logging
import OrderedCollections
import SystemPackage
import ZTPCore

/// `ztps explain`: what the server would make of a switch, and why.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say which pattern a switch matches, or why each one does not, and what it would get.",
        discussion: """
            NODE.json holds what a switch POSTs: serialnumber, systemmac, model, version and neighbors. Patterns are \
            listed in the order in which they are tried, up to the one that fits. Nothing is allocated and nothing is \
            written: for allocate('pool') and sqlite('table') stands the entry that the node owns, or would be given now; \
            plugins are not run, so their calls stay as they are and are named, as are references that name nothing.

            With --node, a switch that has a folder is held against its own pattern file, by what it reported last.

            Exit code 0 when a pattern matches, 1 when none does, or when a pool or a plugin refuses what the definition \
            asks for, 2 when that cannot be told: the node or the neighbordb is unusable, or a regular expression takes \
            too much work on a name.
            """)

    @Argument(
        help: ArgumentHelp("A file with a node's report; - reads standard input.", valueName: "node.json"),
        completion: .file())
    var file: String?

    @Option(help: ArgumentHelp("A node that has a folder in nodes/.", valueName: "id"))
    var node: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup var options: ConfigurationOptions
    @ParentCommand var root: ZtpsCommand

    func validate() throws {
        guard (file == nil) != (node == nil) else {
            throw ValidationError("name either a file with a node's report or --node ID")
        }
    }

    func run() throws {
        let explanation: Explanation
        do {
            explanation = try explain()
        } catch {
            if json || root.json {
                print(String(decoding: JSON.encode(.mapping(["error": .string("\(error)")])), as: UTF8.self))
            } else {
                StandardErrorSink().write(line: "ztps: \(error)".escapingControls)
            }
            throw ExitCode(2)
        }
        if json || root.json {
            print(String(decoding: JSON.encode(explanation.document), as: UTF8.self))
        } else {
            print(explanation.report)
        }
        // A stored node whose pattern file is not asked for gets its definition all the same.
        guard explanation.refusal == nil, explanation.match != nil || explanation.definition != nil else {
            throw ExitCode(1)
        }
    }

    private func explain() throws -> Explanation {
        let configuration = try options.load(else: root.conf)
        let settings = LogSettings(configuration: configuration, level: .warning)
        let explainer = try Explainer(
            configuration: configuration, logger: settings.logger(label: "ztps", sink: StandardErrorSink()))
        if let node { return try explainer.explain(storedNode: node) }
        return try explainer.explain(report: try Self.read(file ?? "-"))
    }

    private static func read(_ file: String) throws -> [UInt8] {
        do {
            guard file != "-" else { return try FileDescriptor.standardInput.readToEnd() }
            let descriptor = try FileDescriptor.open(FilePath(file), .readOnly, options: [.closeOnExec])
            defer { try? descriptor.close() }
            return try descriptor.readToEnd()
        } catch let error as Errno {
            throw ReportUnreadable(file: file, reason: error)
        }
    }

    /// The file on the command line cannot be read.
    private struct ReportUnreadable: Error, CustomStringConvertible {
        var file: String
        var reason: Errno

        var description: String { "\(file): cannot be read: \(reason)" }
    }
}

extension Explanation {
    /// For a reader.
    var report: String {
        var lines = ["node \(node)"]
        lines += verdicts.map { "\($0)" }
        if verdicts.isEmpty, definition == nil, refusal == nil {
            lines.append("neighbordb has no pattern for this node")
        }
        if let refusal { lines += ["", "refused: \(refusal)"] }
        if let definition {
            lines += ["", "definition:"]
            lines += definition.yaml.split(separator: "\n").map { "  \($0)" }
        }
        let remarks =
            warnings.map { "warning: \($0)" } + undefined.map { "warning: \($0)" }
            + asked.map { "note: a plugin of plugins/ would be asked for \($0)" }
        if !remarks.isEmpty { lines += [""] + remarks }
        return lines.map(\.escapingControls).joined(separator: "\n")
    }

    /// For a program.
    var document: Document {
        .mapping([
            "node": .string(node),
            "known": .bool(isKnown),
            "pattern": match?.pattern.map { .string($0) } ?? .null,
            "considered": .array(
                verdicts.map {
                    .mapping([
                        "pattern": $0.pattern.map { .string($0) } ?? .null,
                        "matches": .bool($0.mismatch == nil),
                        "reason": $0.mismatch.map { .string("\($0)") } ?? .null,
                    ])
                }),
            "definition": definition ?? .null,
            "refusal": refusal.map { .string("\($0)") } ?? .null,
            "undefined": .array(
                undefined.map { .mapping(["action": .string($0.action), "name": .string($0.name)]) }),
            "plugins": .array(asked.map { .string($0) }),
            "warnings": .array(warnings.map { .string("\($0)") }),
        ])
    }
}
