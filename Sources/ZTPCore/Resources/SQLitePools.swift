import GRDB
import SystemPackage

/// Pools in a SQLite database: tables with the columns `key` and `node_id`.
struct SQLitePools: Sendable {
    let path: FilePath

    /// Seconds to wait for somebody else who writes.
    private static let patience = 10.0

    /// What a node has of each table, or now gets, in one transaction.
    func allocate(from tables: [PoolName], to id: NodeID) throws(PoolProblem) -> [String] {
        guard let first = tables.first else { return [] }
        guard !PoolText.isFree(id.rawValue) else {
            throw PoolProblem(
                pool: first.rawValue, reason: .database(path, "an owner '\(id)' stands for nobody there"))
        }
        try requireDatabase(for: first)
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(Self.patience)
        configuration.label = "pools"
        do {
            let database = try DatabaseQueue(path: path.string, configuration: configuration)
            defer { try? database.close() }
            var keys: [String] = []
            try database.writeWithoutTransaction { connection in
                try connection.inTransaction(.immediate) {
                    for table in tables { keys.append(try Table(table, path, connection).allocate(to: id)) }
                    return .commit
                }
            }
            return keys
        } catch let problem as PoolProblem {
            throw problem
        } catch {
            // SQLite says no more than that it could not; a database is written together with its folder.
            if let missing = MissingRight.find(.read, path) ?? MissingRight.find(.write, path) {
                let error = RepositoryError(.write, path, .permissionDenied, missing: missing)
                throw PoolProblem(pool: first.rawValue, reason: .unwritable(error))
            }
            throw PoolProblem(pool: first.rawValue, reason: .database(path, Self.words(error)))
        }
    }

    /// The database has to be there before SQLite, which would make one, is asked.
    private func requireDatabase(for table: PoolName) throws(PoolProblem) {
        let stamp: FileStamp?
        do { stamp = try DataRoot(path: path.removingLastComponent()).stamp(of: path) } catch {
            throw PoolProblem(pool: table.rawValue, reason: .unreadable(error))
        }
        guard stamp != nil else { throw PoolProblem(pool: table.rawValue, reason: .noDatabase(path)) }
    }

    private static func words(_ error: any Error) -> String { (error as? DatabaseError)?.words ?? "\(error)" }

    /// One table within a transaction.
    private struct Table {
        let name: PoolName
        let path: FilePath
        let quoted: String
        let connection: Database

        init(_ name: PoolName, _ path: FilePath, _ connection: Database) throws {
            self.name = name
            self.path = path
            self.connection = connection
            quoted = name.rawValue.quotedDatabaseIdentifier
            // GRDB does not quote quotes.
            let exists = try !name.rawValue.contains("\"") && connection.tableExists(name.rawValue)
            let columns = try exists ? connection.columns(in: name.rawValue) : []
            guard Set(columns.map { $0.name.lowercased() }).isSuperset(of: ["key", "node_id"]) else {
                throw PoolProblem(pool: name.rawValue, reason: .noTable(path))
            }
        }

        /// What a node has, or would be given.
        func next(for id: NodeID) throws -> String { Self.text(try owned(by: id) ?? free()) }

        private func owned(by id: NodeID) throws -> DatabaseValue? {
            let owned = try Row.fetchOne(
                connection,
                sql: """
                    SELECT key FROM \(quoted) WHERE node_id = ? AND CAST(node_id AS TEXT) = ? AND key IS NOT NULL
                    ORDER BY rowid LIMIT 1
                    """,
                arguments: [id.rawValue, id.rawValue])
            return owned?[0]
        }

        private func free() throws -> DatabaseValue {
            // A key that stands twice is given out once.
            let free = try Row.fetchOne(
                connection,
                sql: """
                    SELECT key FROM \(quoted) AS free WHERE \(Self.isFree) AND key IS NOT NULL AND NOT EXISTS
                    (SELECT 1 FROM \(quoted) AS taken WHERE taken.key = free.key AND NOT (\(Self.isFree(of: "taken"))))
                    ORDER BY rowid LIMIT 1
                    """)
            guard let free else {
                let size = try Int.fetchOne(connection, sql: "SELECT COUNT(*) FROM \(quoted)") ?? 0
                throw PoolProblem(pool: name.rawValue, reason: size == 0 ? .empty : .exhausted(size: size))
            }
            return free[0]
        }

        func allocate(to id: NodeID) throws -> String {
            if let owned = try owned(by: id) { return Self.text(owned) }
            let key = try free()
            try connection.execute(
                sql: "UPDATE \(quoted) SET node_id = ? WHERE key = ?", arguments: [id.rawValue, key])
            // A column for numbers makes 12 of 0012, which may be another node.
            let stored = try String.fetchOne(
                connection, sql: "SELECT CAST(node_id AS TEXT) FROM \(quoted) WHERE key = ?", arguments: [key])
            guard stored == id.rawValue else {
                throw PoolProblem(
                    pool: name.rawValue,
                    reason: .database(path, "the column node_id makes \(stored ?? "null") of it; its type must be TEXT")
                )
            }
            return Self.text(key)
        }

        private static var isFree: String { isFree(of: "free") }

        private static func isFree(of row: String) -> String {
            "(\(row).node_id IS NULL OR \(row).node_id IN ('', 'None'))"
        }

        /// Keys are text whatever the column's type is: existing definitions and actions join them with other texts.
        /// Numbers are written as Python writes them.
        private static func text(_ key: DatabaseValue) -> String {
            switch key.storage {
            case .null: ""
            case .int64(let number): String(number)
            case .double(let number): String(decoding: JSON.encode(.real(number)), as: UTF8.self)
            case .string(let text): text
            case .blob(let bytes): String(decoding: bytes, as: UTF8.self)
            }
        }
    }
}

extension SQLitePools {
    /// The database that a configuration names.
    init(configuration: Configuration, root: DataRoot) {
        self.init(path: configuration.resources.sqlite ?? root.path.appending("db/resources.db"))
    }

    /// Why a table gives nothing, without asking it for anything; nil when it would.
    func problem(with table: PoolName) -> PoolProblem? {
        do throws(PoolProblem) {
            try reading(table) { _ in }
            return nil
        } catch { return error }
    }

    /// What a node has of a table, or would be given; nothing is written.
    func next(of table: PoolName, for id: NodeID) throws(PoolProblem) -> String {
        try reading(table) { try $0.next(for: id) }
    }

    private func reading<Value>(_ table: PoolName, _ body: (Table) throws -> Value) throws(PoolProblem) -> Value {
        try requireDatabase(for: table)
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        do {
            let database = try DatabaseQueue(path: path.string, configuration: configuration)
            defer { try? database.close() }
            return try database.read { try body(try Table(table, path, $0)) }
        } catch let problem as PoolProblem {
            throw problem
        } catch {
            throw PoolProblem(pool: table.rawValue, reason: .database(path, Self.words(error)))
        }
    }
}
