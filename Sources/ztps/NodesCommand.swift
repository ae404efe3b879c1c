import ArgumentParser
import Glibc
import OrderedCollections
import ZTPCore

/// `ztps nodes`: the nodes that have folders.
struct NodesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nodes",
        abstract: "List the nodes that have a folder, look at one, or remove one.",
        discussion: """
            Without a subcommand, lists all of them: identifier, model, version, the pattern that the node must fit, what \
            its folder holds, and when it last reported. What cannot be read is shown as ? and named on standard error.
            """,
        subcommands: [NodesListCommand.self, NodesShowCommand.self, NodesRemoveCommand.self],
        defaultSubcommand: NodesListCommand.self)

    @ParentCommand var root: ZtpsCommand

    /// What goes wrong before there is anything to look at ends the command with one line.
    func load(_ options: ConfigurationOptions) throws -> (Configuration, NodeRegister) {
        do {
            let configuration = try options.load(else: root.conf)
            return (configuration, try NodeRegister(configuration: configuration))
        } catch {
            PoolCommands.complain(error)
            throw ExitCode(2)
        }
    }

    /// One node, with what it owns; a name without a folder ends the command.
    fileprivate func find(_ id: String, _ options: ConfigurationOptions) throws -> FoundNode {
        let (configuration, register) = try load(options)
        guard let node = NodeID(rawValue: id), let record = register.record(of: node) else {
            PoolCommands.complain(NoSuchNode(id: id))
            throw ExitCode(1)
        }
        do {
            let owned = try OwnedEntries(of: node, configuration)
            return FoundNode(record: record, owned: owned, register: register)
        } catch {
            PoolCommands.complain(error)
            throw ExitCode(2)
        }
    }
}

/// A node that a command is about.
private struct FoundNode {
    var record: NodeRecord
    var owned: OwnedEntries
    var register: NodeRegister
}

/// `ztps nodes list`, which `ztps nodes` means.
struct NodesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the nodes that have a folder.",
        discussion: """
            Exit code 0, 1 when a node's report or pattern is broken, 2 when something cannot be read: the data directory, \
            or a node's folder or file. The other nodes are listed all the same.
            """)

    @Flag(help: "Print one JSON array.")
    var json = false

    @OptionGroup var options: ConfigurationOptions
    @ParentCommand var nodes: NodesCommand

    func run() throws {
        let records: [NodeRecord]
        do {
            records = try nodes.load(options).1.records()
        } catch let error as RepositoryError {
            PoolCommands.complain(error)
            throw ExitCode(2)
        }
        guard !json, !nodes.root.json else {
            PoolCommands.printJSON(.array(records.map { .mapping($0.summary) }))
            return try records.endCommand()
        }
        var table = TextTable([
            ("node", .left), ("model", .left), ("version", .left), ("pattern", .left), ("last report", .left),
            ("holds", .left),
        ])
        for record in records {
            table.add([
                record.id.rawValue, record.text(record.node?.model, .report),
                record.text(record.node?.version, .report),
                record.text(record.pattern, .pattern), record.lastReport, record.holds,
            ])
        }
        for line in table.lines { print(line) }
        try records.endCommand()
    }
}

/// `ztps nodes show`: everything about one node.
struct NodesShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what is known of a node.",
        discussion: """
            What it last reported, its neighbors, the files in its folder, and the entries that it owns in the pools of \
            resources/. ztps explain --node ID says what it would be given, and why.

            Exit code 0, 1 when the node has no folder or something of it is broken, 2 when something cannot be read.
            """)

    @Argument(help: ArgumentHelp("The node's identifier: the name of its folder in nodes/.", valueName: "id"))
    var id: String

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup var options: ConfigurationOptions
    @ParentCommand var nodes: NodesCommand

    func run() throws {
        let node = try nodes.find(id, options)
        let record = node.record
        if json || nodes.root.json {
            var object = record.summary
            object["systemmac"] = record.node?.systemMAC.map { .string($0) } ?? .null
            object["serialnumber"] = record.node?.serialNumber.map { .string($0) } ?? .null
            object["neighbors"] = record.node.map { .mapping(Self.neighbors(of: $0)) } ?? .null
            object["resources"] = node.owned.document
            PoolCommands.printJSON(.mapping(object))
        } else {
            for line in Self.lines(record, node.owned) { print(line.escapingControls) }
        }
        try [record].endCommand(node.owned.exitCode)
    }

    private static func neighbors(of node: Node) -> Document.Mapping {
        var neighbors: Document.Mapping = [:]
        for interface in node.interfaces {
            neighbors[interface.name] = .array(
                interface.neighbors.map { .mapping(["device": .string($0.device), "port": .string($0.port)]) })
        }
        return neighbors
    }

    private static func lines(_ record: NodeRecord, _ owned: OwnedEntries) -> [String] {
        func line(_ title: String, _ value: String) -> String {
            title + String(repeating: " ", count: 14 - title.count) + value
        }
        let node = record.node
        var lines = [
            line("node", record.id.rawValue), line("model", record.text(node?.model, .report)),
            line("version", record.text(node?.version, .report)),
            line("systemmac", record.text(node?.systemMAC, .report)),
            line("serialnumber", record.text(node?.serialNumber, .report)), line("last report", record.lastReport),
            line("pattern", record.text(record.pattern, .pattern)), line("holds", record.holds),
        ]
        for interface in record.node?.interfaces ?? [] {
            let neighbors = interface.neighbors.map { "\($0.device):\($0.port)" }.joined(separator: ", ")
            lines.append(line("neighbor", "\(interface.name) sees \(neighbors.isEmpty ? "nothing" : neighbors)"))
        }
        lines += owned.entries.map { line("owns", "\($0.entry) of pool \($0.pool)") }
        return lines
    }
}

/// `ztps nodes remove`: a node that comes back afterwards is new.
struct NodesRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a node: its folder with everything in it.",
        discussion: """
            Asks before it removes anything, unless --yes says so. A switch that reports afterwards is new: neighbordb \
            decides about it. What the node owns in the pools of resources/ stays its own, so that it gets the same \
            again, unless --release frees it; rows of sqlite() tables are left alone. With --release and a pool that \
            cannot be read, nothing is removed. The server may be running.

            Exit code 0, 1 when the node has no folder or the answer is no, 2 when it could not be done.
            """)

    @Argument(help: ArgumentHelp("The node's identifier: the name of its folder in nodes/.", valueName: "id"))
    var id: String

    @Flag(name: [.short, .long], help: "Do not ask.")
    var yes = false

    @Flag(help: "Free what the node owns in the pools of resources/.")
    var release = false

    @OptionGroup var options: ConfigurationOptions
    @ParentCommand var nodes: NodesCommand

    func run() throws {
        let node = try nodes.find(id, options)
        let (record, owned) = (node.record, node.owned)
        // What it owns there could not be freed, and later nobody would know of it.
        if release, let code = owned.exitCode { throw code }
        guard yes || confirms(record, owned) else {
            print("nothing is removed")
            throw ExitCode(1)
        }
        do {
            guard try node.register.remove(record.id) else { throw NoSuchNode(id: id) }
            print("removed node \(id)".escapingControls)
            // Behind the folder: a node that still had its definition could take the entry again.
            if release {
                for (pool, entry) in try owned.release(record.id) { print("\(pool): freed \(entry)".escapingControls) }
            } else if !owned.entries.isEmpty {
                print("it still owns \(owned.list); ztps release --node \(id) frees that".escapingControls)
            }
        } catch {
            PoolCommands.complain(error)
            throw ExitCode(2)
        }
    }

    private func confirms(_ record: NodeRecord, _ owned: OwnedEntries) -> Bool {
        let freed = release && !owned.entries.isEmpty ? ", and free \(owned.list)" : ""
        print("Remove node \(id) (\(record.holds))\(freed)? [y/N] ".escapingControls, terminator: "")
        fflush(nil)
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }
}

/// No folder of that name.
private struct NoSuchNode: Error, CustomStringConvertible {
    var id: String

    var description: String { "there is no node '\(id)'" }
}

/// What a node owns in the pools of resources/.
private struct OwnedEntries {
    private let repository: any PoolRepository
    let entries: [(pool: PoolName, entry: String)]
    /// How a command ends that could not look into each pool; nil when all is known.
    let exitCode: ExitCode?

    /// A pool that cannot be read, or is broken, is named, and the others count.
    init(of node: NodeID, _ configuration: Configuration) throws {
        repository = FileRepository(root: try DataRoot(configured: configuration))
        var entries: [(pool: PoolName, entry: String)] = []
        var exitCode: ExitCode?
        for pool in try repository.pools() {
            do {
                let own = try repository.entries(of: pool).filter { $0.isOwned(by: node.rawValue) }
                entries += own.map { (pool, $0.name) }
            } catch {
                PoolCommands.complain(error)
                exitCode = ExitCode(2)
            }
        }
        self.entries = entries
        self.exitCode = exitCode
    }

    var list: String { entries.map { "\($0.entry) of pool \($0.pool)" }.joined(separator: ", ") }

    var document: Document {
        .array(entries.map { .mapping(["pool": .string($0.pool.rawValue), "entry": .string($0.entry)]) })
    }

    /// Frees them, as far as they still are the node's.
    func release(_ node: NodeID) throws -> [(pool: PoolName, entry: String)] {
        try OrderedSet(entries.map(\.pool)).flatMap { pool in
            try repository.release(from: pool) { $0.isOwned(by: node.rawValue) }.map { (pool, $0.name) }
        }
    }
}

extension NodeRecord {
    /// What is not known for a reason is not told as what is not there.
    ///
    /// - Parameter file: where the value would be found.
    fileprivate func text(_ value: String?, _ file: NodeFile) -> String { value ?? (isUnknown(file) ? "?" : "-") }

    fileprivate var lastReport: String {
        reported?.localTime ?? (isUnknown(.report) ? "?" : "never")
    }

    /// The files in the node's folder, the report aside: that it is there says the time of the report.
    fileprivate var holds: String {
        guard let files else { return "?" }
        let names = files.filter { $0 != .report }.map(\.rawValue)
        return names.isEmpty ? "nothing" : names.joined(separator: ", ")
    }

    fileprivate var summary: Document.Mapping {
        [
            "node": .string(id.rawValue),
            "model": node?.model.map { .string($0) } ?? .null,
            "version": node?.version.map { .string($0) } ?? .null,
            "pattern": pattern.map { .string($0) } ?? .null,
            "reported": reported.map { .integer(Int($0)) } ?? .null,
            "files": files.map { .array($0.map { .string($0.rawValue) }) } ?? .null,
            "problems": .array(problems.map { .string("\($0)") }),
        ]
    }
}

extension [NodeRecord] {
    /// Names what is wrong on standard error, and ends the command accordingly.
    ///
    /// - Parameter code: how it ends anyway.
    fileprivate func endCommand(_ code: ExitCode? = nil) throws {
        for record in self {
            for problem in record.problems { PoolCommands.complain("node \(record.id): \(problem)") }
        }
        if let code { throw code }
        let problems = flatMap(\.problems)
        if problems.contains(where: \.isUnreadable) { throw ExitCode(2) }
        if !problems.isEmpty { throw ExitCode(1) }
    }
}

extension Int64 {
    /// Seconds since 1970 as `2026-01-31 23:59:59`, local time; a moment that no calendar has stays a number.
    fileprivate var localTime: String {
        var seconds = time_t(self)
        var fields = tm()
        guard localtime_r(&seconds, &fields) != nil else { return "\(self) s after 1970" }
        var text = [CChar](repeating: 0, count: 32)
        strftime(&text, text.count, "%Y-%m-%d %H:%M:%S", &fields)
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
