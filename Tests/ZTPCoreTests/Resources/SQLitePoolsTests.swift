import GRDB
import Testing

@testable import ZTPCore

/// Pools in a database.
@Suite struct SQLitePoolsTests {
    private static let table = "CREATE TABLE mgmt (key TEXT, node_id TEXT)"

    @Test func firstFreeKeyInTheOrderOfTheTable() throws {
        let bench = try SQLiteBench(
            Self.table, "INSERT INTO mgmt VALUES ('10.0.0.9', 'X'), ('10.0.0.5', NULL), ('10.0.0.1', NULL)")
        #expect(bench.give("N1", "mgmt") == .value(.array([.string("10.0.0.5")])))
        #expect(bench.give("N2", "mgmt") == .value(.array([.string("10.0.0.1")])))
        #expect(try bench.rows("mgmt") == ["10.0.0.9=X", "10.0.0.5=N1", "10.0.0.1=N2"])
    }

    @Test func answersAreStable() throws {
        let bench = try SQLiteBench(Self.table, "INSERT INTO mgmt VALUES ('a', NULL), ('b', 'N1'), ('c', NULL)")
        for _ in 0..<3 { #expect(bench.give("N1", "mgmt") == .value(.array([.string("b")]))) }
        #expect(try bench.rows("mgmt") == ["a", "b=N1", "c"])
    }

    @Test(arguments: ["NULL", "''", "'None'"]) func spellingsOfNobody(owner: String) throws {
        let bench = try SQLiteBench(Self.table, "INSERT INTO mgmt VALUES ('a', 'X'), ('b', \(owner))")
        #expect(bench.give("N1", "mgmt") == .value(.array([.string("b")])))
        #expect(try bench.rows("mgmt") == ["a=X", "b=N1"])
    }

    @Test(arguments: [
        "001122334455", "it's", "\"x\"", "a b", "x'; DROP TABLE mgmt; --", "é", "%", "?1", "null", "NULL",
    ])
    func everyNodeIsOneValue(node: String) throws {
        let bench = try SQLiteBench(Self.table, "INSERT INTO mgmt VALUES ('a', NULL), ('b', NULL)")
        #expect(bench.give(node, "mgmt") == .value(.array([.string("a")])))
        #expect(bench.give("N2", "mgmt") == .value(.array([.string("b")])))
        #expect(bench.give(node, "mgmt") == .value(.array([.string("a")])))
        #expect(try bench.rows("mgmt") == ["a=\(node)", "b=N2"])
    }

    /// Identifiers that a column of numbers would take for one and the same.
    @Test(arguments: ["TEXT", "", "VARCHAR(20)", "INTEGER", "NUMERIC"])
    func identifiersAreText(type: String) throws {
        let bench = try SQLiteBench(
            "CREATE TABLE mgmt (key TEXT, node_id \(type))",
            "INSERT INTO mgmt VALUES ('a', NULL), ('b', NULL), ('c', NULL)")
        let given = ["0012", "12", "1e3", "1000"].map { bench.give($0, "mgmt") }
        let values = given.filter { if case .value = $0 { true } else { false } }
        for (index, value) in values.enumerated() { #expect(!values[..<index].contains(value), "\(given)") }
    }

    @Test func nobodyIsCalledNone() throws {
        let bench = try SQLiteBench(Self.table, "INSERT INTO mgmt VALUES ('a', NULL), ('b', NULL)")
        let none = bench.give("None", "mgmt")
        #expect(bench.give("N2", "mgmt") != none)
    }

    /// As the existing server gives them: definitions and actions join a key with other texts.
    @Test(arguments: [
        ("INTEGER", "7", "7"), ("INTEGER", "-1", "-1"), ("INTEGER", "'0100'", "100"), ("INTEGER PRIMARY KEY", "9", "9"),
        ("TEXT", "7", "7"), ("TEXT", "'007'", "007"), ("REAL", "1.5", "1.5"), ("REAL", "7", "7.0"),
        ("REAL", "1e20", "1e+20"), ("TEXT", "''", ""), ("BLOB", "x'6162'", "ab"), ("", "'x'", "x"), ("", "7", "7"),
        ("", "'null'", "null"), ("BOOLEAN", "TRUE", "1"), ("INTEGER", "9223372036854775807", "9223372036854775807"),
    ])
    func keysAreText(type: String, literal: String, key: String) throws {
        let bench = try SQLiteBench(
            "CREATE TABLE mgmt (key \(type), node_id TEXT)", "INSERT INTO mgmt VALUES (\(literal), NULL)")
        #expect(bench.give("N1", "mgmt") == .value(.array([.string(key)])))
        #expect(bench.give("N1", "mgmt") == .value(.array([.string(key)])))
        #expect(bench.give("N2", "mgmt") == .refused("the pool 'mgmt' is exhausted: all 1 entries are given out"))
    }

    @Test func exhaustedAndEmpty() throws {
        let bench = try SQLiteBench(
            Self.table, "INSERT INTO mgmt VALUES ('a', 'X'), ('b', 'Y')", "CREATE TABLE e (key, node_id)")
        #expect(bench.give("N1", "mgmt") == .refused("the pool 'mgmt' is exhausted: all 2 entries are given out"))
        #expect(bench.give("N1", "e") == .refused("the pool 'e' has no entries"))
        #expect(try bench.rows("mgmt") == ["a=X", "b=Y"])
    }

    /// A key that stands twice is one address.
    @Test func keysThatStandTwice() throws {
        let bench = try SQLiteBench(
            Self.table, "INSERT INTO mgmt VALUES ('a', NULL), ('a', NULL), ('b', 'X'), ('b', NULL), ('c', NULL)")
        #expect(bench.give("N1", "mgmt") == .value(.array([.string("a")])))
        #expect(bench.give("N2", "mgmt") == .value(.array([.string("c")])))
        #expect(bench.give("N3", "mgmt") == .refused("the pool 'mgmt' is exhausted: all 5 entries are given out"))
        #expect(try bench.rows("mgmt").filter { $0 == "a=N1" || $0 == "b=X" || $0 == "c=N2" }.count >= 3)
    }

    @Test func keysThatAreNullAreNoKeys() throws {
        let bench = try SQLiteBench(Self.table, "INSERT INTO mgmt VALUES (NULL, NULL), ('a', NULL)")
        #expect(bench.give("N1", "mgmt") == .value(.array([.string("a")])))
        guard case .refused = bench.give("N2", "mgmt") else {
            Issue.record("null was given out")
            return
        }
        try bench.execute("UPDATE mgmt SET node_id = 'N3' WHERE key IS NULL")
        try bench.execute("INSERT INTO mgmt VALUES ('b', NULL)")
        #expect(bench.give("N3", "mgmt") == .value(.array([.string("b")])))
    }

    @Test func otherColumnsStay() throws {
        let bench = try SQLiteBench(
            "CREATE TABLE mgmt (id INTEGER PRIMARY KEY, note TEXT, NODE_ID TEXT, Key TEXT NOT NULL UNIQUE)",
            "INSERT INTO mgmt VALUES (2, 'two', NULL, 'b'), (1, 'one', NULL, 'a')")
        #expect(bench.give("N1", "mgmt") == .value(.array([.string("a")])))
        #expect(try bench.rows("mgmt") == ["a=N1", "b"])
    }

    /// An edit by hand between two requests.
    @Test func editsCount() throws {
        let bench = try SQLiteBench(Self.table, "INSERT INTO mgmt VALUES ('a', NULL), ('b', NULL)")
        #expect(bench.give("N1", "mgmt") == .value(.array([.string("a")])))
        try bench.execute("UPDATE mgmt SET node_id = CASE key WHEN 'a' THEN NULL ELSE 'N1' END")
        #expect(bench.give("N1", "mgmt") == .value(.array([.string("b")])))
        #expect(bench.give("N2", "mgmt") == .value(.array([.string("a")])))
    }

    @Test func severalTablesInOneTransaction() throws {
        let bench = try SQLiteBench(
            Self.table, "INSERT INTO mgmt VALUES ('a', NULL)", "CREATE TABLE names (key, node_id)",
            "INSERT INTO names VALUES ('n', NULL)", "CREATE TABLE e (key, node_id)")
        #expect(bench.give("N1", "mgmt", "names", "e") == .refused("the pool 'e' has no entries"))
        #expect(try bench.rows("mgmt") == ["a"])
        #expect(try bench.rows("names") == ["n"])
        #expect(
            bench.give("N1", "mgmt", "names", "mgmt") == .value(.array([.string("a"), .string("n"), .string("a")])))
    }

    @Test(.timeLimit(.minutes(5))) func neverTwice() async throws {
        let count = 60
        let bench = try SQLiteBench(Self.table)
        try bench.execute("INSERT INTO mgmt VALUES " + (0..<count).map { "('k\($0)', NULL)" }.joined(separator: ","))
        let given = await withTaskGroup(of: PluginBench.Outcome.self) { group in
            for node in 0..<count { group.addTask { bench.give("N\(node)", "mgmt") } }
            return await group.reduce(into: [PluginBench.Outcome]()) { $0.append($1) }
        }
        let keys = given.compactMap { outcome -> String? in
            guard case .value(.array(let values)) = outcome else { return nil }
            return values.first?.string
        }
        #expect(Set(keys).count == count, "\(given)")
    }

    /// What `ztps explain` shows.
    @Test func whatWouldBeGiven() throws {
        let bench = try SQLiteBench(
            "CREATE TABLE t (key TEXT, node_id TEXT)", "INSERT INTO t VALUES ('a', 'X'), ('b', NULL)")
        let table = try #require(PoolName("t"))
        let ids = try ["N", "X"].map { try #require(NodeID(rawValue: $0)) }
        #expect(try ids.map { try bench.pools.next(of: table, for: $0) } == ["b", "a"])
        #expect(try bench.rows("t") == ["a=X", "b"])
        try bench.execute("UPDATE t SET node_id = 'Y' WHERE key = 'b'")
        #expect(throws: PoolProblem(pool: "t", reason: .exhausted(size: 2))) {
            try bench.pools.next(of: table, for: ids[0])
        }
    }
}
