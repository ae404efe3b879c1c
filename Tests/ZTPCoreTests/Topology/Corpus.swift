import SystemPackage
import Testing

@testable import ZTPCore

/// One case of a file in Corpus/: a neighbordb, a node's report and what becomes of them.
///
/// A file holds many, each as `=== TITLE`, the neighbordb, `--- node`, the report, `--- outcome` and one line. A
/// neighbordb that begins with `# identifier: systemmac` is read in that mode.
struct CorpusCase: Sendable {
    var title: String
    var neighbordb: String
    var report: String
    var expected: String

    static let all: [CorpusCase] = {
        let folder = FilePath("/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Corpus")
        return ((try? FilePath.names(in: folder)) ?? []).sorted().flatMap { name in
            (try? text(of: folder.appending(name))).map { cases(of: $0, in: name) } ?? []
        }
    }()

    private static func text(of path: FilePath) throws -> String {
        let file = try FileDescriptor.open(path, .readOnly)
        defer { try? file.close() }
        return String(decoding: try file.readToEnd(), as: UTF8.self)
    }

    private static func cases(of text: String, in file: String) -> [CorpusCase] {
        text.split(separator: "=== ", omittingEmptySubsequences: true).map { block in
            let title = block.prefix { $0 != "\n" }
            let parts = block.dropFirst(title.count + 1).split(separator: "--- ", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[1].hasPrefix("node\n"), parts[2].hasPrefix("outcome\n") else {
                return CorpusCase(title: "\(file): \(title)", neighbordb: "", report: "", expected: "malformed case")
            }
            return CorpusCase(
                title: "\(file): \(title)", neighbordb: String(parts[0]), report: String(parts[1].dropFirst(5)),
                expected: parts[2].dropFirst(8).split(separator: "\n").joined(separator: "\n"))
        }
    }

    /// What the library makes of it, in one line.
    func outcome() throws -> String {
        let isMAC = neighbordb.hasPrefix("# identifier: systemmac\n")
        let identifier: Configuration.Identifier = isMAC ? .systemMAC : .serialNumber
        let report = try NodeReport(parsing: Array(report.utf8), identifiedBy: identifier)
        let neighbordb: Neighbordb
        do { neighbordb = try Neighbordb(parsing: Array(self.neighbordb.utf8), identifier: identifier) } catch {
            return "unusable: \(error)"
        }
        let context = neighbordb.context(for: report.id, report.node)
        do throws(ExpressionProblem) {
            if let pattern = try neighbordb.firstMatch(report.id, context) { return "pattern \(pattern.title)" }
            guard let closest = try neighbordb.closest(report.id, context) else {
                return "refused: neighbordb has no pattern for this node"
            }
            return "refused: \(closest)"
        } catch {
            return "unusable: \(error)"
        }
    }
}

extension CorpusCase: CustomTestStringConvertible {
    var testDescription: String { title }
}
