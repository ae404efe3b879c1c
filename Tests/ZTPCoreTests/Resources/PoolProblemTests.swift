import SystemPackage
import Testing

@testable import ZTPCore

/// The exact words about pools, each naming the pool.
@Suite struct PoolProblemTests {
    @Test(
        arguments: [
            (
                .badName,
                "'p' cannot be the name of a pool, expected one such as mgmt or dc1/mgmt, of which no part is empty or "
                    + "begins with a dot"
            ),
            (.missing, "there is no pool 'p'"),
            (.isDirectory, "the pool 'p' is a folder"),
            (.unreadable(.unreadable("/d/r/p", .ioError)), "the pool 'p' cannot be read: /d/r/p: Input/output error"),
            (
                .unwritable(.unwritable("/d/r/p", .noSpace)),
                "the pool 'p' cannot be written: /d/r/p: No space left on device"
            ),
            (
                .broken(YAMLProblem(mark: SourceMark(line: 3, column: 7), reason: "that is no YAML")),
                "the pool 'p' is broken: 3:7: that is no YAML"
            ),
            (
                .broken(YAMLProblem(mark: nil, reason: "the file is not UTF-8")),
                "the pool 'p' is broken: the file is not UTF-8"
            ),
            (.notAMapping("a list"), "the pool 'p' must be a mapping of entries to owners, it is a list"),
            (.empty, "the pool 'p' has no entries"),
            (.exhausted(size: 254), "the pool 'p' is exhausted: all 254 entries are given out"),
            (
                .valueIsNoText(SourceMark(line: 2, column: 4), entry: "b", kind: "a list"),
                "the pool 'p' is broken: 2:4: the owner of 'b' must be text, it is a list"
            ),
            (
                .notEditable(SourceMark(line: 1, column: 1), entry: "a"),
                "the pool 'p' cannot be changed: 1:1: write 'a' on a line of its own, without anchors"
            ),
            (.noEntry("x"), "the pool 'p' has no entry 'x'"),
            (.keepsChanging, "the pool 'p' is being changed by somebody else all the time"),
            (.noDatabase("/d/db/resources.db"), "there is no database /d/db/resources.db for the table 'p'"),
            (.noTable("/d/db/resources.db"), "/d/db/resources.db has no table 'p' with the columns key and node_id"),
            (.database("/d/r.db", "locked"), "the table 'p' of /d/r.db is of no use: locked"),
        ] as [(PoolProblem.Reason, String)])
    func words(reason: PoolProblem.Reason, words: String) {
        #expect(PoolProblem(pool: "p", reason: reason).description == words)
    }
}
