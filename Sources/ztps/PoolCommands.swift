import ArgumentParser
import OrderedCollections
import ZTPCore

/// What the commands about pools have in common.
enum PoolCommands {
    /// The pools that the configuration's data directory holds. What goes wrong ends the command with one line.
    static func repository(conf: String?) throws -> any PoolRepository {
        do {
            let loaded = try Configuration.load(explicitPath: conf, environment: Environment.current)
            return FileRepository(root: try DataRoot(configured: loaded.configuration))
        } catch {
            complain(error)
            throw ExitCode(2)
        }
    }

    /// The names of all pools; a folder that cannot be listed ends the command with one line.
    static func pools(of repository: any PoolRepository) throws -> [PoolName] {
        do { return try repository.pools() } catch {
            complain(error)
            throw ExitCode(2)
        }
    }

    static func complain(_ error: any Error) { complain("\(error)") }

    static func complain(_ reason: String) {
        StandardErrorSink().write(line: "ztps: \(reason)".escapingControls)
    }

    /// Frees every entry of every pool. A pool that is broken does not keep the others from being freed.
    static func clear(conf: String?) throws {
        let repository = try repository(conf: conf)
        var failed = false
        for pool in try pools(of: repository) {
            do {
                let total = try repository.entries(of: pool).count
                let freed = try repository.release(from: pool) { _ in true }
                print("\(pool): freed \(freed.count) of \(total)".escapingControls)
            } catch {
                complain(error)
                failed = true
            }
        }
        if failed { throw ExitCode(1) }
    }

    static func printJSON(_ document: Document) {
        print(String(decoding: JSON.encode(document), as: UTF8.self))
    }
}

/// `ztps pools`: what the pools hold.
struct PoolsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pools",
        abstract: "List the resource pools, or the entries of one.",
        discussion: """
            Without a name: each pool in resources/ with how many entries are used, free, and there in all. With a name: \
            its entries in file order with the nodes that own them.

            Exit code 0, 1 when a pool is missing, broken or cannot be read, 2 when resources/ cannot be listed.
            """)

    @Argument(help: ArgumentHelp("A pool: the path of its file in resources/, such as dc1/mgmt.", valueName: "pool"))
    var name: String?

    @Flag(help: "Print one JSON value.")
    var json = false

    @OptionGroup var options: ConfigurationOptions
    @ParentCommand var root: ZtpsCommand

    func run() throws {
        let repository = try PoolCommands.repository(conf: options.conf ?? root.conf)
        do {
            if let name {
                guard let pool = PoolName(name) else { throw PoolProblem(pool: name, reason: .badName) }
                show(try repository.entries(of: pool))
                return
            }
        } catch {
            PoolCommands.complain(error)
            throw ExitCode(1)
        }
        try list(repository)
    }

    private func show(_ entries: [PoolEntry]) {
        if json || root.json {
            PoolCommands.printJSON(
                .array(
                    entries.map {
                        .mapping(["entry": .string($0.name), "owner": $0.owner.map { .string($0) } ?? .null])
                    }))
        } else {
            var table = TextTable([("", .left), ("", .left)])
            for entry in entries { table.add([entry.name, entry.owner ?? "-"]) }
            for line in table.lines { print(line) }
        }
    }

    private func list(_ repository: any PoolRepository) throws {
        var rows: [(pool: String, used: Int, total: Int)] = []
        var failed = false
        for pool in try PoolCommands.pools(of: repository) {
            do {
                let entries = try repository.entries(of: pool)
                rows.append((pool.rawValue, entries.count { $0.owner != nil }, entries.count))
            } catch {
                PoolCommands.complain(error)
                failed = true
            }
        }
        if json || root.json {
            PoolCommands.printJSON(
                .array(
                    rows.map {
                        .mapping([
                            "pool": .string($0.pool), "used": .integer($0.used), "free": .integer($0.total - $0.used),
                            "total": .integer($0.total),
                        ])
                    }))
        } else {
            var table = TextTable([("pool", .left), ("used", .right), ("free", .right), ("total", .right)])
            for row in rows {
                table.add([row.pool, String(row.used), String(row.total - row.used), String(row.total)])
            }
            for line in table.lines { print(line) }
        }
        if failed { throw ExitCode(1) }
    }
}

/// `ztps release`: makes entries free again.
struct ReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Free an entry of a pool, or all that a node has.",
        discussion: """
            ztps release POOL ENTRY       frees one entry
            ztps release POOL --node ID   frees what the node has of one pool
            ztps release --node ID        frees what the node has of every pool

            The files change under the same locks that the server takes; it may be running. A node that asks again gets \
            an entry again.

            Exit code 0 when something was freed, 1 when there was nothing to free, 2 when it could not be done.
            """)

    @Argument(help: ArgumentHelp("A pool: the path of its file in resources/, such as dc1/mgmt.", valueName: "pool"))
    var pool: String?

    @Argument(help: ArgumentHelp("An entry of the pool.", valueName: "entry"))
    var entry: String?

    @Option(help: ArgumentHelp("A node's identifier.", valueName: "id"))
    var node: String?

    @Flag(help: "Print what was freed as JSON.")
    var json = false

    @OptionGroup var options: ConfigurationOptions
    @ParentCommand var root: ZtpsCommand

    func validate() throws {
        guard (entry == nil) != (node == nil) else {
            throw ValidationError("name either POOL and ENTRY, or --node ID")
        }
    }

    func run() throws {
        let repository = try PoolCommands.repository(conf: options.conf ?? root.conf)
        var freed: [(pool: PoolName, entry: PoolEntry)] = []
        do {
            for pool in try pools(repository) {
                let entries = try repository.release(from: pool) { entry in
                    node.map { entry.isOwned(by: $0) } ?? entry.isNamed(self.entry ?? "")
                }
                freed += entries.map { (pool, $0) }
            }
            if let pool, let entry, freed.isEmpty, let name = PoolName(pool),
                try !repository.entries(of: name).contains(where: { $0.isNamed(entry) })
            {
                throw PoolProblem(pool: pool, reason: .noEntry(entry))
            }
        } catch {
            PoolCommands.complain(error)
            throw ExitCode(2)
        }
        report(freed)
        if freed.isEmpty { throw ExitCode(1) }
    }

    private func pools(_ repository: any PoolRepository) throws -> [PoolName] {
        guard let pool else { return try repository.pools() }
        guard let name = PoolName(pool) else { throw PoolProblem(pool: pool, reason: .badName) }
        return [name]
    }

    private func report(_ freed: [(pool: PoolName, entry: PoolEntry)]) {
        if json || root.json {
            PoolCommands.printJSON(
                .array(
                    freed.map {
                        .mapping([
                            "pool": .string($0.pool.rawValue), "entry": .string($0.entry.name),
                            "owner": $0.entry.owner.map { .string($0) } ?? .null,
                        ])
                    }))
        } else if freed.isEmpty {
            print("nothing to free")
        } else {
            for (pool, entry) in freed {
                print("\(pool): freed \(entry.name), which \(entry.owner ?? "nobody") had".escapingControls)
            }
        }
    }
}
