import GRDB
import SystemPackage
import Testing

@testable import ZTPCore

/// All calls of one definition together.
@Suite struct PluginsTests {
    @Test func testGivesNodeAndArgument() throws {
        let bench = try PluginBench()
        #expect(
            bench.values("test('X')", "test('a','b')") == .value(.array([.string("JPE1:X"), .string("JPE1:a','b")])))
    }

    /// Existing trees carry files of these names, which do not work.
    @Test func builtInOnesWinOverFiles() throws {
        let bench = try PluginBench(["pool": "a:\n"])
        for name in ["allocate", "sqlite", "test"] {
            try bench.program(name, "#!/bin/sh\necho wrong\n")
        }
        try bench.makeTable("keys", keys: ["k"])
        #expect(
            bench.values("allocate('pool')", "sqlite('keys')", "test('x')")
                == .value(.array([.string("a"), .string("k"), .string("JPE1:x")])))
        for name in ["allocate", "sqlite", "test"] {
            try bench.program(name, "def main(a, b, c):\n    return 'wrong'\n")
        }
        #expect(
            bench.values("allocate('pool')", "sqlite('keys')", "test('x')")
                == .value(.array([.string("a"), .string("k"), .string("JPE1:x")])))
    }

    @Test func namesAreCaseSensitive() throws {
        let bench = try PluginBench(["pool": "a:\n"])
        #expect(
            bench.values("Allocate('pool')")
                == .refused("Allocate('pool') needs the plugin 'Allocate', which does not exist"))
        #expect(bench.sandbox.text("resources/pool") == "a:\n")
    }

    @Test func valuesComeInTheOrderOfTheCalls() throws {
        let bench = try PluginBench(["p": "a:\n", "q": "10:\n"])
        try bench.program("x", "#!/bin/sh\necho 7\n")
        try bench.makeTable("keys", keys: ["k"])
        #expect(
            bench.values("allocate('q')", "sqlite('keys')", "x('1')", "test('t')", "allocate('p')", "allocate('q')")
                == .value(
                    .array([.string("10"), .string("k"), .integer(7), .string("JPE1:t"), .string("a"), .string("10")])))
    }

    private static let noName =
        " cannot be the name of a pool, expected one such as mgmt or dc1/mgmt, of which no part is empty or begins with a "
        + "dot"

    /// Whatever refuses, no pool has changed.
    @Test(arguments: [
        ("fails('x')", "fails('x') gives no value: the plugin ended with exit code 1"),
        ("absent('x')", "absent('x') needs the plugin 'absent', which does not exist"),
        ("allocate('absent')", "there is no pool 'absent'"),
        ("allocate('full')", "the pool 'full' is exhausted: all 1 entries are given out"),
        ("allocate('../p')", "'../p'\(noName)"), ("allocate('/p')", "'/p'\(noName)"),
        ("allocate('dc1//p')", "'dc1//p'\(noName)"),
        ("allocate('.p.new')", "'.p.new'\(noName)"),
        ("sqlite('absent')", "@ROOT@/db/resources.db has no table 'absent' with the columns key and node_id"),
        ("sqlite('full')", "the pool 'full' is exhausted: all 1 entries are given out"),
        ("sqlite('empty')", "the pool 'empty' has no entries"),
        ("sqlite('a/b')", "@ROOT@/db/resources.db has no table 'a/b' with the columns key and node_id"),
        ("sqlite('../b')", "'../b'\(noName)"),
    ])
    func allOrNothing(call: String, problem: String) throws {
        let first = "# c\na:   # free\r\n"
        let bench = try PluginBench(["p": first, "q": "{b: }", "full": "x: OTHER\n"])
        try bench.program("fails", "#!/bin/sh\nexit 1\n")
        try bench.makeTable("keys", keys: ["k"])
        try bench.makeTable("full", keys: ["k"], owner: "OTHER")
        try bench.makeTable("empty", keys: [])
        #expect(bench.values("allocate('p')", "sqlite('keys')", call, "allocate('q')") == .refused(problem))
        #expect(bench.values(call, "allocate('q')", "sqlite('keys')", "allocate('p')") == .refused(problem))
        #expect(bench.sandbox.text("resources/p") == first)
        #expect(bench.sandbox.text("resources/q") == "{b: }")
        #expect(try bench.owners("keys") == [nil])
    }

    @Test func missingDatabaseTakesFilesBack() throws {
        let bench = try PluginBench(["p": "a:  # free"])
        #expect(
            bench.values("allocate('p')", "sqlite('keys')")
                == .refused("there is no database @ROOT@/db/resources.db for the table 'keys'"))
        #expect(bench.sandbox.text("resources/p") == "a:  # free")
        #expect(bench.sandbox.names(in: "db") == [])
    }

    /// A plugin that finally refuses must not have cost an address; one that the node has already stays.
    @Test func whatTheNodeHasStays() throws {
        let bench = try PluginBench(["p": "a:\nb: JPE1\n"])
        #expect(bench.values("allocate('p')", "allocate('absent')") == .refused("there is no pool 'absent'"))
        #expect(bench.sandbox.text("resources/p") == "a:\nb: JPE1\n")
        #expect(bench.values("allocate('p')") == .value(.array([.string("b")])))
    }

    @Test func sameAnswersAgain() throws {
        let bench = try PluginBench(["p": "a:\nb:\n"])
        try bench.makeTable("keys", keys: ["k", "l"])
        let first = bench.values("allocate('p')", "sqlite('keys')")
        #expect(first == .value(.array([.string("a"), .string("k")])))
        for _ in 0..<4 { #expect(bench.values("allocate('p')", "sqlite('keys')") == first) }
        #expect(
            bench.values("allocate('p')", "sqlite('keys')", id: "JPE2")
                == .value(.array([.string("b"), .string("l")])))
    }

    /// Nothing is asked of an unusable set-up when there are no calls for it.
    @Test func onlyWhatIsAskedForIsLookedAt() throws {
        let bench = try PluginBench(["p": "a:\n", "broken": "- x\n"])
        #expect(bench.values("allocate('p')") == .value(.array([.string("a")])))
        #expect(bench.values() == .value(.array([])))
        #expect(bench.sandbox.names(in: "db") == [])
    }
}

extension PluginBench {
    /// Makes a table of keys in the database that plugins use.
    func makeTable(_ name: String, keys: [String], owner: String? = nil) throws {
        let queue = try DatabaseQueue(path: sandbox.absolute("db/resources.db").string)
        try queue.write { database in
            try database.execute(sql: "CREATE TABLE \(name.quotedForSQL) (key TEXT, node_id TEXT)")
            for key in keys {
                try database.execute(
                    sql: "INSERT INTO \(name.quotedForSQL) VALUES (?, ?)", arguments: [key, owner])
            }
        }
        try queue.close()
    }

    /// Who has the keys of a table, in its order.
    func owners(_ table: String) throws -> [String?] {
        let queue = try DatabaseQueue(path: sandbox.absolute("db/resources.db").string)
        defer { try? queue.close() }
        return try queue.read { database in
            try Optional<String>.fetchAll(
                database, sql: "SELECT node_id FROM \(table.quotedForSQL) ORDER BY rowid")
        }
    }
}
