import Testing

@testable import ZTPCore

/// The pattern file that a new node gets.
@Suite struct PatternFileTests {
    private func file(_ pattern: String, globals: String = "") throws -> String {
        let text = globals + "patterns:\n  - {\(pattern)}\n"
        let neighbordb = try Neighbordb(parsing: Array(text.utf8), identifier: .serialNumber)
        return String(decoding: try #require(neighbordb.patterns.first).file, as: UTF8.self)
    }

    @Test(arguments: [
        // Entries stand as written.
        (
            "name: p, definition: d, interfaces: [{Ethernet1-2: $s, none: x}]",
            "name: p\ninterfaces:\n- Ethernet1-2: $s\n- none: x\nvariables:\n  s: spine\n"
        ),
        (
            "name: p, definition: d, interfaces: [{any: {device: a, port: b, note: c}}]",
            "name: p\ninterfaces:\n- any:\n    device: a\n    port: b\n    note: c\nvariables:\n  s: spine\n"
        ),
        // A pattern without entries asks for a neighbor from then on.
        ("name: p, definition: d, interfaces: []", "name: p\ninterfaces:\n- any: any:any\nvariables:\n  s: spine\n"),
        (
            "name: p, definition: d, model: X",
            "name: p\ninterfaces:\n- any: any:any\nvariables:\n  s: spine\nmodel: X\n"
        ),
        // Its own variables win.
        (
            "name: p, definition: d, variables: {s: leaf, t: 5}, node: N",
            "name: p\ninterfaces:\n- any: any:any\nvariables:\n  s: leaf\n  t: 5\nnode: N\n"
        ),
        (
            "name: p, definition: d, interfaces: [any: x], config-handler: h",
            "name: p\ninterfaces:\n- any: x\nvariables:\n  s: spine\nconfig-handler: h\n"
        ),
        // Keys without a value are left out.
        (
            "name: p, definition: d, model: null, interfaces: [any: x]",
            "name: p\ninterfaces:\n- any: x\nvariables:\n  s: spine\n"
        ),
    ])
    func reads(pattern: String, expected: String) throws {
        #expect(try file(pattern, globals: "variables: {s: spine}\n") == expected)
    }

    /// Text that a YAML 1.1 reader would take for something else is quoted.
    @Test(arguments: [
        "0123", "001122334455", "12:34:56", "123.450", "0x1F", "1_2", "yes", "No", "null", "~", "1.5e+3", "2020-01-02",
        "=", "<<",
    ])
    func quotesLookAlikes(text: String) throws {
        let file = try file("name: p, definition: d, node: '\(text)', interfaces: [Ethernet1: '\(text)']")
        #expect(file.contains("- Ethernet1: '\(text)'\n"))
        #expect(file.contains("node: '\(text)'\n"))
        let pattern = try Pattern(parsingFile: Array(file.utf8), identifier: .serialNumber)
        #expect(pattern.entries?.first?.peer == .string(text))
        #expect(pattern.node == .only(text))
    }

    /// A name that was a number stays one.
    @Test func keepsNumbers() throws {
        #expect(try file("name: 5, definition: d, interfaces: [any: x]").hasPrefix("name: 5\n"))
        #expect(try file("name: '5', definition: d, interfaces: [any: x]").hasPrefix("name: '5'\n"))
    }

    /// What release 2.1.0 of the existing server wrote for a pattern without interfaces.
    @Test(arguments: ["- any: {any: any}", "- any:\n    any: any"])
    func openFormOfOldReleases(entry: String) throws {
        let text = "config-handler: null\ninterfaces:\n\(entry)\nmodel: null\nname: g\nvariables: {}\n"
        let pattern = try Pattern(parsingFile: Array(text.utf8), identifier: .serialNumber)
        let alone = try Node(Document(yaml: "neighbors: {}"))
        #expect(try pattern.verdict(pattern.context(for: alone)).mismatch != nil)
        let cabled = try Node(Document(yaml: "neighbors: {Ethernet1: [{device: a, port: b}]}"))
        #expect(try pattern.verdict(pattern.context(for: cabled)).mismatch == nil)
    }

    /// In neighbordb it was never written by a program, and is as wrong as before.
    @Test func openFormIsNotForNeighbordb() {
        let text = "patterns:\n- {name: p, definition: d, interfaces: [any: {any: any}]}\n"
        #expect(throws: TopologyProblem.self) {
            try Neighbordb(parsing: Array(text.utf8), identifier: .serialNumber)
        }
    }

    @Test(arguments: ["Ethernet1: {any: any}", "any: {any: none}", "none: {any: any}", "any: {any: any, port: x}"])
    func onlyThatForm(entry: String) {
        #expect(throws: TopologyProblem.self) {
            try Pattern(parsingFile: Array("interfaces:\n- \(entry)\n".utf8), identifier: .serialNumber)
        }
    }
}
