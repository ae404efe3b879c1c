import Testing

@testable import ZTPCore

/// What of a program's words reaches the log.
@Suite struct ProgramLinesTests {
    @Test func linesWithoutTheirEnds() {
        let lines = ProgramLines(Array("one\r\n\n  two\nthree".utf8))
        #expect(lines.all == ["one", "  two", "three"])
        #expect(lines.last == "three")
        #expect(ProgramLines([]).all.isEmpty && ProgramLines([]).last == nil)
    }

    @Test func manyAreCounted() {
        let lines = ProgramLines(Array((1...1000).map { "line \($0)\n" }.joined().utf8))
        #expect(lines.all.count == 201)
        #expect(lines.all.first == "line 1")
        #expect(lines.all.last == "(800 more lines)")
        #expect(lines.last == "line 1000")
    }

    @Test func longOnesAreCut() {
        let lines = ProgramLines([UInt8](repeating: UInt8(ascii: "x"), count: 5000))
        #expect(lines.all == [String(repeating: "x", count: 1000) + " (4000 more bytes)"])
    }
}
