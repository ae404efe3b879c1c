import Logging
import SystemPackage

/// Gives the values of plugin calls: the built-in ones `allocate`, `sqlite` and `test`, which win over files of their
/// names, and the operator's own.
struct Plugins: Sendable {
    let pools: any PoolRepository
    let sqlite: SQLitePools
    let external: ExternalPlugins

    /// The names of the built-in plugins.
    static let builtIn: Set<String> = ["allocate", "sqlite", "test"]

    /// The values of all calls of one definition, in their order.
    ///
    /// The operator's plugins come first, since they may refuse; then everything is taken from the pools at once, or
    /// nothing. So a node that gets no definition has got no address either.
    func values(
        of calls: [PluginCall], for node: Node, id: NodeID, logger: Logger
    ) throws(DefinitionProblem) -> [Document] {
        var values = [Document](repeating: .null, count: calls.count)
        var tables: [(index: Int, name: PoolName)] = []
        var files: [(index: Int, name: PoolName)] = []
        for (index, call) in calls.enumerated() {
            switch call.name {
            case "test": values[index] = .string("\(id.rawValue):\(call.argument)")
            case "allocate": files.append((index, try Self.name(call)))
            case "sqlite": tables.append((index, try Self.name(call)))
            default: values[index] = try external.value(of: call, for: node, id: id, logger: logger)
            }
        }
        let (keys, names) = try allocate(tables.map(\.name), files.map(\.name), to: id)
        for ((index, _), key) in zip(tables, keys) { values[index] = .string(key) }
        for ((index, _), name) in zip(files, names) { values[index] = .string(name) }
        for (call, value) in zip(calls, values) { logger.debug("\(call.text) is \(value.logged)") }
        return values
    }

    /// The database comes last: when it refuses, the files are put back as they were.
    private func allocate(
        _ tables: [PoolName], _ files: [PoolName], to id: NodeID
    ) throws(DefinitionProblem) -> (keys: [String], names: [String]) {
        do {
            var keys: [String] = []
            guard !files.isEmpty else { return (try sqlite.allocate(from: tables, to: id), []) }
            let names = try pools.allocate(from: files, to: id, isFinal: tables.isEmpty) {
                keys = try sqlite.allocate(from: tables, to: id)
            }
            return (keys, names)
        } catch let problem as PoolProblem {
            throw .pool(problem)
        } catch {
            throw .pool(
                PoolProblem(
                    pool: (tables + files).first?.rawValue ?? "", reason: .database(sqlite.path, "\(error)")))
        }
    }

    /// The pool that a call names.
    static func name(_ call: PluginCall) throws(DefinitionProblem) -> PoolName {
        guard let name = PoolName(call.argument) else {
            throw .pool(PoolProblem(pool: call.argument, reason: .badName))
        }
        return name
    }
}
