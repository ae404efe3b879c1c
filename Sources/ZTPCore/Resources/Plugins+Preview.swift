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
                let table = try Self.name(call)
                do { values.append(.string(try sqlite.next(of: table, for: id))) } catch { throw .pool(error) }
            default:
                try external.require(call)
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
