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
}
