import Glibc
import OrderedCollections
import SystemPackage
import ZTPCore

import struct ArgumentParser.ExitCode

/// `ztps --validate-config`: every finding on a line of its own, a summary last.
struct ValidationReport {
    /// Whether warnings count as errors.
    var isStrict: Bool
    var isJSON: Bool

    func run(conf: String?) throws {
        let found: [Diagnostic]
        do {
            let loaded = try Configuration.load(explicitPath: conf, environment: Environment.current)
            let validator = try Validator(configuration: loaded.configuration)
            let progress = ProgressLine()
            found = loaded.warnings + validator.diagnostics(progress: progress.show)
            progress.clear()
        } catch {
            // Without a configuration there is nothing to look at.
            if isJSON {
                PoolCommands.printJSON(.mapping(["findings": .array([]), "error": .string("\(error)")]))
            } else {
                StandardErrorSink().write(line: "\(error)".escapingControls)
            }
            throw ExitCode(1)
        }
        let errors = found.count { $0.severity == .error }
        if isJSON { printJSON(found) } else { printText(found, errors: errors) }
        if errors > 0 || isStrict && !found.isEmpty { throw ExitCode(1) }
    }

    private func printText(_ found: [Diagnostic], errors: Int) {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        for finding in found {
            let severity = finding.severity.rawValue
            let color = finding.severity == .error ? "31" : "33"
            let shown = isTerminal ? "\u{1B}[1;\(color)m\(severity)\u{1B}[0m" : severity
            print("\(finding.place.escapingControls): \(shown): \(finding.message.escapingControls)")
            if let note = finding.note { print("\(finding.place.escapingControls): note: \(note.escapingControls)") }
        }
        let warnings = found.count - errors
        print(
            found.isEmpty
                ? "No errors, no warnings."
                : "\(errors) \(errors == 1 ? "error" : "errors"), \(warnings) \(warnings == 1 ? "warning" : "warnings")."
        )
    }

    private func printJSON(_ found: [Diagnostic]) {
        PoolCommands.printJSON(
            .mapping([
                "findings": .array(
                    found.map { finding in
                        var object: Document.Mapping = [
                            "file": .string(finding.file),
                            "line": finding.mark.map { .integer($0.line) } ?? .null,
                            "column": finding.mark.flatMap { $0.column > 0 ? .integer($0.column) : nil } ?? .null,
                            "severity": .string(finding.severity.rawValue),
                            "message": .string(finding.message),
                        ]
                        if let note = finding.note { object["note"] = .string(note) }
                        return .mapping(object)
                    })
            ]))
    }
}

/// One line on a terminal that says how far a long run has come. Silent for the first second.
private final class ProgressLine {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let start = ContinuousClock.now
    private var isShown = false

    func show(done: Int, total: Int) {
        guard isTerminal, done % 50 == 0 || done == total, ContinuousClock.now - start > .seconds(1) else { return }
        isShown = true
        write("\r\(done) of \(total) nodes")
    }

    private func write(_ text: String) {
        _ = try? FileDescriptor.standardError.writeAll(text.utf8)
    }

    func clear() {
        if isShown { write("\r\u{1B}[K") }
    }
}
