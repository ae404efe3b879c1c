import Glibc
import SystemPackage
import ZTPCore

/// A program of the system that a check asks.
enum Program {
    struct Answer {
        var outcome: ChildProcesses.Outcome
        var output: String
        var errors: String

        var succeeded: Bool { outcome == .exited(0) }
    }

    private static let processes = ChildProcesses()

    /// Where a program is found; nil when it is not installed.
    static func path(_ name: String) -> FilePath? {
        let folders = (Environment.current["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
        return (folders + ["/usr/sbin", "/sbin"]).lazy
            .map { FilePath($0).appending(name) }
            .first { access($0.string, X_OK) == 0 }
    }

    /// Runs a program and waits for it; one that is not installed has failed.
    static func run(_ name: String, _ arguments: [String], timeout: Double = 20) -> Answer {
        guard let path = path(name) else {
            return Answer(outcome: .notStarted(.noSuchFileOrDirectory), output: "", errors: "")
        }
        let result = processes.run(
            .init(program: path, arguments: arguments, outputLimit: 4 << 20, timeout: timeout))
        return Answer(
            outcome: result.outcome, output: String(decoding: result.output, as: UTF8.self),
            errors: String(decoding: result.errors, as: UTF8.self))
    }
}
