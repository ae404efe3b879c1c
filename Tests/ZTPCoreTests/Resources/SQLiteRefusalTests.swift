import Dispatch
import GRDB
import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// Databases and tables that give nothing, or make one wait.
@Suite struct SQLiteRefusalTests {
    @Test func missingDatabaseIsNotMade() throws {
        let bench = try SQLiteBench()
        #expect(
            bench.give("N1", "mgmt") == .refused("there is no database @ROOT@/db/resources.db for the table 'mgmt'"))
        #expect(bench.sandbox.names(in: "db") == [])
        try #require(rmdir(bench.sandbox.absolute("db").string) == 0)
        #expect(
            bench.give("N1", "mgmt") == .refused("there is no database @ROOT@/db/resources.db for the table 'mgmt'"))
        #expect(!bench.sandbox.exists("db"))
    }

    @Test func databaseIsAFolder() throws {
        let bench = try SQLiteBench()
        try bench.sandbox.makeFolder("db/resources.db")
        #expect(
            bench.give("N1", "mgmt") == .refused("there is no database @ROOT@/db/resources.db for the table 'mgmt'"))
    }

    @Test func fileIsNoDatabase() throws {
        let bench = try SQLiteBench()
        let text = String(repeating: "This is a text file and no database at all.\n", count: 50)
        try bench.sandbox.write("db/resources.db", text)
        guard case .refused(let words) = bench.give("N1", "mgmt") else {
            Issue.record("a value came")
            return
        }
        #expect(words.hasPrefix("the table 'mgmt' of @ROOT@/db/resources.db is of no use: "), "\(words)")
        #expect(words.contains("it is not an SQLite database"), "\(words)")
        #expect(bench.sandbox.text("db/resources.db") == text)
    }

    @Test(arguments: [
        "CREATE TABLE other (key TEXT, node_id TEXT)", "CREATE TABLE mgmt (key TEXT)",
        "CREATE TABLE mgmt (node_id TEXT)",
        "CREATE TABLE mgmt (name TEXT, owner TEXT)", "CREATE TABLE mgmt_subnet (key TEXT, node_id TEXT)",
    ])
    func tableOrColumnIsMissing(statement: String) throws {
        let bench = try SQLiteBench(statement)
        #expect(
            bench.give("N1", "mgmt")
                == .refused("@ROOT@/db/resources.db has no table 'mgmt' with the columns key and node_id"))
    }

    /// Names are names, whatever they look like.
    @Test(arguments: [
        "a b", "select", "it's", "x; DROP TABLE mgmt", "1", "é", "a-b", "[x]", "`x`", "key", "node_id",
        "%",
    ])
    func oddTableNames(name: String) throws {
        let bench = try SQLiteBench("CREATE TABLE mgmt (key TEXT, node_id TEXT)", "INSERT INTO mgmt VALUES ('m', NULL)")
        #expect(
            bench.give("N1", name)
                == .refused("@ROOT@/db/resources.db has no table '\(name)' with the columns key and node_id"))
        try bench.execute("CREATE TABLE \(name.quotedForSQL) (key TEXT, node_id TEXT)")
        try bench.execute("INSERT INTO \(name.quotedForSQL) VALUES ('k', NULL)")
        #expect(bench.give("N1", name) == .value(.array([.string("k")])))
        #expect(try bench.rows("mgmt") == ["m"])
    }

    /// The database's own tables are no pools.
    @Test(arguments: ["sqlite_master", "sqlite_schema", "mgmt' --", "main.mgmt", "mgmt)"])
    func namesThatAreNoTables(name: String) throws {
        let bench = try SQLiteBench("CREATE TABLE mgmt (key TEXT, node_id TEXT)", "INSERT INTO mgmt VALUES ('m', NULL)")
        guard case .refused = bench.give("N1", name) else {
            Issue.record("a value came")
            return
        }
        #expect(try bench.rows("mgmt") == ["m"])
    }

    /// A view has no rows of its own.
    @Test func viewsAreNoTables() throws {
        let bench = try SQLiteBench(
            "CREATE TABLE t (key TEXT, node_id TEXT)", "INSERT INTO t VALUES ('k', NULL)",
            "CREATE VIEW mgmt AS SELECT * FROM t")
        guard case .refused = bench.give("N1", "mgmt") else {
            Issue.record("a value came")
            return
        }
        #expect(try bench.rows("t") == ["k"])
    }

    /// Somebody else writes for a moment: that is waited for.
    @Test(.timeLimit(.minutes(5))) func anotherWriter() throws {
        let bench = try SQLiteBench(
            "CREATE TABLE mgmt (key TEXT, node_id TEXT)", "INSERT INTO mgmt VALUES ('a', NULL), ('b', NULL)")
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: bench.path.string, configuration: configuration)
        let start = ContinuousClock.now
        try queue.unsafeReentrantWrite { database in
            try database.beginTransaction(.immediate)
            try database.execute(sql: "UPDATE mgmt SET node_id = 'HAND' WHERE key = 'a'")
        }
        // On a thread of its own: other tests may keep all of Swift's busy.
        let isCommitted = DispatchSemaphore(value: 0)
        DispatchQueue(label: "another writer").asyncAfter(deadline: .now() + 0.4) {
            try? queue.unsafeReentrantWrite { try $0.commit() }
            isCommitted.signal()
        }
        #expect(bench.give("N1", "mgmt") == .value(.array([.string("b")])))
        isCommitted.wait()
        try queue.close()
        #expect(ContinuousClock.now - start >= .milliseconds(400))
        #expect(try bench.rows("mgmt") == ["a=HAND", "b=N1"])
    }

    @Test(.enabled(if: geteuid() != 0, "root writes everywhere")) func readOnlyDatabase() throws {
        let bench = try SQLiteBench("CREATE TABLE mgmt (key TEXT, node_id TEXT)", "INSERT INTO mgmt VALUES ('a', NULL)")
        try #require(chmod(bench.path.string, 0o444) == 0)
        guard case .refused(let words) = bench.give("N1", "mgmt") else {
            Issue.record("a value came")
            return
        }
        #expect(words.contains("it must not be written by this user"), "\(words)")
    }

    /// One line in the log, so the words are one line.
    @Test func wordsAreOneLine() throws {
        let bench = try SQLiteBench(
            "CREATE TABLE mgmt (key TEXT, node_id TEXT) ", "INSERT INTO mgmt VALUES ('a', NULL)")
        try bench.execute("CREATE TRIGGER no BEFORE UPDATE ON mgmt BEGIN SELECT RAISE(ABORT, 'not allowed'); END")
        guard case .refused(let words) = bench.give("N1", "mgmt") else {
            Issue.record("a value came")
            return
        }
        #expect(words.hasSuffix("a rule of the table forbids the change, saying: not allowed"), "\(words)")
        #expect(!words.contains { $0.isNewline }, "\(words)")
        #expect(try bench.rows("mgmt") == ["a"])
    }
}
