import SystemPackage
import Testing

@testable import ZTPCore

/// The names of earlier versions of a file.
@Suite struct DisplacedVersionTests {
    static let name = DisplacedVersion.Name(file: 0xab, time: 1, successor: 17, taken: 255, digest: .max)

    @Test func isWrittenAndRead() {
        #expect(Self.name.description == ".ztps-ab-1-11-ff-ffffffffffffffff.old")
        #expect(DisplacedVersion.Name(Self.name.description) == Self.name)
        let made = DisplacedVersion.Name(
            of: "/srv/resources/mgmt", successor: 5, content: Array("a: b\n".utf8), time: 9)
        #expect(made.taken == 5 && made.successor == 5 && made.time == 9)
        #expect(DisplacedVersion.Name(made.description) == made)
    }

    @Test(arguments: [
        "", "mgmt", ".mgmt.new", ".ztps-.old", ".ztps-ab-1-11-ff.old", ".ztps-ab-1-11-ff-1-1.old",
        ".ztps-ab-1-11-ff-g.old", ".ztps-ab--11-ff-1.old", ".ztps-ab-1-11-ff-ffffffffffffffff.old.edited",
        "ztps-ab-1-11-ff-1.old", ".ztps-ab-ffffffffffffffff-11-ff-1.old", ".ztps-ab-1-11-ffffffffffffffff-1.old",
    ])
    func isAnotherFile(name: String) {
        #expect(DisplacedVersion.Name(name) == nil)
    }

    @Test func digestTellsTextsApart() {
        let texts = ["", "\0", "a", "b", "aaaaaaaa", "aaaaaaab", "aaaaaaaaa", "aaaaaaaaaaaaaaaab", "baaaaaaaaaaaaaaaa"]
        #expect(Set(texts.map { DisplacedVersion.Name.digest(Array($0.utf8)) }).count == texts.count)
        // However the bytes lie in memory.
        let bytes = Array("x10.0.0.1: null\n".utf8)
        #expect(
            DisplacedVersion.Name.digest(bytes[1...]) == DisplacedVersion.Name.digest(Array("10.0.0.1: null\n".utf8)))
    }

    @Test func ageNeedsAClockThatGoesOn() {
        #expect(Self.name.age(at: 2_000_000_001) == 2)
        #expect(Self.name.age(at: 0) == nil)
    }
}
