import Logging
import Synchronization
import SystemPackage

/// Tells what a switch that has no folder yet is, by whom it is cabled to. Thread-safe.
struct Recognition: Sendable {
    private let files: OperatorFiles
    private let identifier: Configuration.Identifier
    private let cache = Cache()

    /// The parsed files; classes hold their locks.
    private struct Cache: Sendable {
        let neighbordb = ParsedFileCache<Result<Neighbordb, TopologyProblem>>(budget: 4 << 20)
        let definitions = ParsedFileCache<CheckedDefinition>(budget: 4 << 20)
        let turn = Turn()
    }

    /// Lets one thread at a time read neighbordb: the others would only parse the same file once more.
    private final class Turn: Sendable {
        private let mutex = Mutex(())

        func take<Value: Sendable>(_ body: () -> Value) -> Value {
            mutex.withLock { _ in body() }
        }
    }

    /// A definition as it is copied, and what is wrong with its YAML.
    private struct CheckedDefinition: Sendable {
        let bytes: [UInt8]
        let problem: YAMLProblem?

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            do {
                _ = try YAML.parse(bytes)
                problem = nil
            } catch {
                problem = error
            }
        }
    }

    init(files: OperatorFiles, identifier: Configuration.Identifier) {
        self.files = files
        self.identifier = identifier
    }

    /// What the folder of a new node will hold, by the first pattern that fits.
    func adopt(_ report: NodeReport, logger: Logger) throws(Refusal) -> Adoption {
        let pattern = try recognise(report, logger)
        var contents: [NodeFile: [UInt8]] = [
            .definition: try definition(of: pattern), .pattern: pattern.file,
            .report: report.node.json,
        ]
        if let name = pattern.configHandler {
            let file: StoredFile?
            do { file = try files.root.read(files.configHandlerPath(name)) } catch { throw .repository(error) }
            guard let file else { throw .configHandlerMissing(pattern: pattern.title, name) }
            contents[.configHandler] = file.bytes
        }
        return Adoption(pattern: pattern, files: contents)
    }

    /// The file as it is now.
    func neighbordb() throws(Refusal) -> Neighbordb {
        let path = files.neighbordbPath
        guard let stamp = try stamp(of: path) else { throw .noNeighbordb(path) }
        let result = cache.turn.take { () -> Result<Result<Neighbordb, TopologyProblem>?, RepositoryError> in
            Result { () throws(RepositoryError) in
                try cache.neighbordb.value(
                    for: path.string, stamp: stamp,
                    read: { () throws(RepositoryError) in try files.root.read(path) },
                    parse: { bytes throws(RepositoryError) in try parse(bytes, at: path) })
            }
        }
        switch result {
        case .failure(let error): throw .repository(error)
        case .success(nil): throw .noNeighbordb(path)
        case .success(.failure(let problem)?):
            throw problem.reason == .empty ? .neighbordbEmpty(path) : .neighbordbUnusable(path, problem)
        case .success(.success(let neighbordb)?): return neighbordb
        }
    }

    private func parse(
        _ bytes: [UInt8], at path: FilePath
    ) throws(RepositoryError) -> Result<Neighbordb, TopologyProblem> {
        let neighbordb: Neighbordb
        do { neighbordb = try Neighbordb(parsing: bytes, identifier: identifier) } catch { return .failure(error) }
        guard !neighbordb.lacksMemory else { throw .unreadable(path, .noMemory) }
        return .success(neighbordb)
    }

    /// What becomes of each pattern for a node, up to the one that fits.
    func verdicts(
        _ id: NodeID, _ node: Node, _ neighbordb: Neighbordb
    ) throws(Refusal) -> [(pattern: Pattern, verdict: Verdict)] {
        let context = neighbordb.context(for: id, node)
        do throws(ExpressionProblem) {
            _ = try neighbordb.firstMatch(id, context)
            return try neighbordb.verdicts(id, context)
        } catch { throw .expressionFailed(files.neighbordbPath, error) }
    }

    /// The definition that a pattern names, as a switch would get it.
    func parsedDefinition(of pattern: Pattern) throws(Refusal) -> Definition {
        let bytes = try definition(of: pattern)
        let document: Document
        do { document = try YAML.parse(bytes) } catch { throw .documentBroken(.definition, "\(error)") }
        do { return try Definition(document) } catch { throw .definitionUnusable(error) }
    }

    private func recognise(_ report: NodeReport, _ logger: Logger) throws(Refusal) -> Pattern {
        let neighbordb = try neighbordb()
        let context = neighbordb.context(for: report.id, report.node)
        let closest: Verdict?
        do throws(ExpressionProblem) {
            let match = try neighbordb.firstMatch(report.id, context)
            closest = match == nil ? try neighbordb.closest(report.id, context) : nil
            if logger.logLevel <= .debug {
                for (_, verdict) in try neighbordb.verdicts(report.id, context) { logger.debug("\(verdict)") }
            }
            if let match { return match }
        } catch { throw .expressionFailed(files.neighbordbPath, error) }
        throw .noPatternFits(closest: closest)
    }

    private func stamp(of path: FilePath) throws(Refusal) -> FileStamp? {
        do { return try files.root.stamp(of: path) } catch { throw .repository(error) }
    }

    private func definition(of pattern: Pattern) throws(Refusal) -> [UInt8] {
        let name = pattern.definition ?? ""
        guard let path = files.definitionPath(name), let stamp = try stamp(of: path) else {
            throw .definitionMissing(pattern: pattern.title, name)
        }
        let found: CheckedDefinition?
        do throws(RepositoryError) {
            found = try cache.definitions.value(
                for: path.string, stamp: stamp,
                read: { () throws(RepositoryError) in try files.root.read(path) },
                parse: { bytes throws(RepositoryError) in CheckedDefinition(bytes) })
        } catch { throw .repository(error) }
        guard let found else { throw .definitionMissing(pattern: pattern.title, name) }
        if let problem = found.problem { throw .definitionBroken(path, problem) }
        return found.bytes
    }
}

/// A new node: the pattern that fits it, and what its folder holds from the start.
struct Adoption: Sendable {
    let pattern: Pattern
    let files: [NodeFile: [UInt8]]
}
