import Testing

@testable import ZTPCore

/// What is allowed in a neighbordb and hardly meant, to the letter.
@Suite struct NeighbordbWarningTests {
    @Test(arguments: [
        // One that always fits stands in front.
        (
            ["{name: a, interfaces: []}", "{name: b, interfaces: [{any: x}]}"],
            ["3:5: pattern 'b': it is never used, because pattern 'a' fits first wherever it fits"]
        ),
        // The same conditions again, and the same with one more.
        (
            ["{name: a, interfaces: [{Ethernet1: x}]}", "{name: b, interfaces: [{Ethernet1: x}, {Ethernet2: y}]}"],
            ["3:5: pattern 'b': it is never used, because pattern 'a' fits first wherever it fits"]
        ),
        (
            ["{name: a, model: X}", "{name: b, model: X, interfaces: [{Ethernet1: x}]}"],
            ["3:5: pattern 'b': it is never used, because pattern 'a' fits first wherever it fits"]
        ),
        // Nearly, but not the same.
        (["{name: a, model: X}", "{name: b, model: Y, interfaces: [{Ethernet1: x}]}"], []),
        (["{name: a, interfaces: [{Ethernet1: x}, {Ethernet2: y}]}", "{name: b, interfaces: [{Ethernet1: x}]}"], []),
        (["{name: a, node: N, interfaces: []}", "{name: b, interfaces: []}"], []),
        // Twice the same node.
        (
            ["{name: a, node: N}", "{name: b, node: N}"],
            ["3:5: pattern 'b': it is never used, because pattern 'a' is for the node 'N' already"]
        ),
        (["{name: a, node: N}", "{name: b, node: n}"], []),
        // `any` in front of an interface that it may use up.
        (
            ["{name: a, interfaces: [{any: any}, {Ethernet1: x}]}"],
            [
                "2:5: pattern 'a': whether `Ethernet1: x` is fulfilled depends on the order in which the switch sends "
                    + "its interfaces, because `any: any` may use up the same one"
            ]
        ),
        (["{name: a, interfaces: [{Ethernet1: x}, {any: any}]}"], []),
        (["{name: a, interfaces: [{any: any}, {any: any}]}"], []),
        (["{name: a, interfaces: [{any: x}, {Ethernet1: y}]}"], []),
        (
            ["{name: a, interfaces: [{any: any}, {any: x}]}"],
            [
                "2:5: pattern 'a': whether `any: x` is fulfilled depends on the order in which the switch sends its "
                    + "interfaces, because `any: any` may use up the same one"
            ]
        ),
        // Expressions that look as if they ended where the name does.
        (
            ["{name: a, interfaces: [{any: \"regex('spine[0-9]')\"}]}"],
            [
                "2:5: pattern 'a': regex('spine[0-9]') also accepts names that go on after the match; put $ at its end "
                    + "if that is not meant"
            ]
        ),
        (
            ["{name: a, interfaces: [{any: \"regex('spine1')\"}]}"],
            [
                "2:5: pattern 'a': regex('spine1') also accepts names that go on after the match; put $ at its end if "
                    + "that is not meant"
            ]
        ),
        (["{name: a, interfaces: [{any: \"regex('spine1$')\"}]}"], []),
        (["{name: a, interfaces: [{any: \"regex('spine.*')\"}]}"], []),
        (["{name: a, model: \"DCS-7050[ST]X\"}"], []),
        (
            ["{name: a, interfaces: [{any: \"regex('[')\"}]}"],
            ["2:5: pattern 'a': regex('[') is not a regular expression: a [ is not closed (character 1)"]
        ),
    ])
    func isFound(patterns: [String], warnings: [String]) throws {
        let lines = patterns.map { "  - \($0.dropLast()), definition: d}\n" }
        let text = "patterns:\n" + lines.joined()
        let neighbordb = try Neighbordb(parsing: Array(text.utf8), identifier: .serialNumber)
        #expect(neighbordb.warnings.map(\.description) == warnings)
    }

    /// Spellings of one MAC address are one node.
    @Test func findsTheSameMACAddress() throws {
        let text = "patterns: [{name: a, node: '00:1c', definition: d}, {name: b, node: 00.1C, definition: d}]\n"
        let neighbordb = try Neighbordb(parsing: Array(text.utf8), identifier: .systemMAC)
        #expect(
            neighbordb.warnings.map(\.description) == [
                "1:53: pattern 'b': it is never used, because pattern 'a' is for the node '00.1C' already"
            ])
    }
}
