extension Plugins {
    /// What calls would give now, as far as that can be told without changing or running anything.
    ///
    /// - Returns: a value for each call, nil where only the call itself would tell.
    /// - Throws: what is certain to refuse the calls.
    func preview(of calls: [PluginCall], for id: NodeID) throws(DefinitionProblem) -> [Document?] {
        var values: [Document?] = []
        for call in calls {
            switch call.name {
            case "test": values.append(.string("\(id.rawValue):\(call.argument)"))
            case "allocate": values.append(.string(try entry(of: try Self.name(call), for: id)))
            case "sqlite":
                if let problem = sqlite.problem(with: try Self.name(call)) { throw .pool(problem) }
                values.append(nil)
            default:
                guard external.has(call) else { throw .pluginMissing(name: call.name, call: call.text) }
                values.append(nil)
            }
        }
        return values
    }

    /// The entry that a node owns, else the one that it would be given.
    private func entry(of pool: PoolName, for id: NodeID) throws(DefinitionProblem) -> String {
        let entries: [PoolEntry]
        do { entries = try pools.entries(of: pool) } catch { throw .pool(error) }
        let found = entries.first { $0.owner?.isSame(as: id.rawValue) ?? false } ?? entries.first { $0.owner == nil }
        guard let found else {
            throw .pool(PoolProblem(pool: pool.rawValue, reason: .exhausted(size: entries.count)))
        }
        return found.name
    }
}
