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
        guard FileStamp(of: path) != nil else { throw PoolProblem(pool: first.rawValue, reason: .noDatabase(path)) }
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
            throw PoolProblem(
                pool: first.rawValue, reason: .database(path, (error as? DatabaseError)?.words ?? "\(error)"))
        }
    }

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

        func allocate(to id: NodeID) throws -> String {
            let owned = try Row.fetchOne(
                connection,
                sql: """
                    SELECT key FROM \(quoted) WHERE node_id = ? AND CAST(node_id AS TEXT) = ? AND key IS NOT NULL
                    ORDER BY rowid LIMIT 1
                    """,
                arguments: [id.rawValue, id.rawValue])
            if let owned { return Self.text(owned[0]) }
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
            let key: DatabaseValue = free[0]
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

extension FileStamp {
    fileprivate init?(of path: FilePath) {
        guard let stamp = DataRoot(path: path.removingLastComponent()).stamp(of: path) else { return nil }
        self = stamp
    }
}

extension SQLitePools {
    /// The database that a configuration names.
    init(configuration: Configuration, root: DataRoot) {
        self.init(path: configuration.resources.sqlite ?? root.path.appending("db/resources.db"))
    }

    /// Why a table gives nothing, without asking it for anything; nil when it would.
    func problem(with table: PoolName) -> PoolProblem? {
        guard FileStamp(of: path) != nil else { return PoolProblem(pool: table.rawValue, reason: .noDatabase(path)) }
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        do {
            let database = try DatabaseQueue(path: path.string, configuration: configuration)
            defer { try? database.close() }
            try database.read { _ = try Table(table, path, $0) }
            return nil
        } catch let problem as PoolProblem {
            return problem
        } catch {
            return PoolProblem(
                pool: table.rawValue, reason: .database(path, (error as? DatabaseError)?.words ?? "\(error)"))
        }
    }
}
