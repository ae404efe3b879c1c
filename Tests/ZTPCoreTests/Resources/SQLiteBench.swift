import GRDB
import SystemPackage
import Testing

@testable import ZTPCore

/// A real database of a test's own.
final class SQLiteBench: Sendable {
    let sandbox: PoolSandbox
    var path: FilePath { sandbox.absolute("db/resources.db") }
    var pools: SQLitePools { SQLitePools(path: path) }

    /// - Parameter statements: what makes the database; none leaves it missing.
    init(_ statements: String...) throws {
        sandbox = try PoolSandbox()
        for statement in statements { try execute(statement) }
    }

    func execute(_ statement: String) throws {
        let queue = try DatabaseQueue(path: path.string)
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { try $0.execute(sql: statement) }
    }

    /// All rows of a table as `key=owner`.
    func rows(_ table: String) throws -> [String] {
        let queue = try DatabaseQueue(path: path.string)
        defer { try? queue.close() }
        return try queue.read { database in
            try Row.fetchAll(database, sql: "SELECT key, node_id FROM \(table.quotedForSQL) ORDER BY rowid")
                .map { row in
                    let key: DatabaseValue = row[0]
                    let owner: String? = row[1]
                    let name = key.isNull ? "NULL" : String.fromDatabaseValue(key) ?? "\(key)"
                    return name + (owner.map { "=" + $0 } ?? "")
                }
        }
    }

    /// What a node gets of some tables, or why it gets nothing.
    func give(_ node: String, _ tables: String...) -> PluginBench.Outcome {
        do {
            let names = try tables.map { try #require(PoolName($0)) }
            let id = try #require(NodeID(rawValue: node))
            return .value(.array(try pools.allocate(from: names, to: id).map(Document.string)))
        } catch { return .refused("\(error)".replacing(sandbox.path.string, with: "@ROOT@")) }
    }
}

extension String {
    /// As a name in SQL.
    var quotedForSQL: String { "\"" + replacing("\"", with: "\"\"") + "\"" }
}
