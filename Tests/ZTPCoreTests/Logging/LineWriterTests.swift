import Glibc
import Testing

@testable import ZTPCore

@Suite struct LineWriterTests {
    private let input: Int32
    private let output: Int32

    init() {
        var pipe: [Int32] = [-1, -1]
        #expect(Glibc.pipe(&pipe) == 0)
        (input, output) = (pipe[0], pipe[1])
        _ = fcntl(input, F_SETFL, O_NONBLOCK)
    }

    private func close() {
        Glibc.close(input)
        Glibc.close(output)
    }

    private func contents() -> String {
        var all: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = read(input, &part, part.count), count > 0 { all += part[..<count] }
        return String(decoding: all, as: UTF8.self)
    }

    @Test func lines() {
        defer { close() }
        let writer = LineWriter(descriptor: output)
        let long = String(repeating: "a", count: 10_000)
        writer.write("first")
        writer.write(long)
        #expect(contents() == "first\n\(long)\n")
    }

    @Test func aFullPipeLosesLinesAndSaysHowMany() {
        defer { close() }
        let writer = LineWriter(descriptor: output, patience: 0)
        let line = String(repeating: "a", count: 4095)
        // A pipe holds 16 pages.
        for _ in 0..<19 { writer.write(line) }
        #expect(contents() == String(repeating: line + "\n", count: 16))
        writer.write("after")
        writer.write("later")
        #expect(contents() == "\n(3 lines of the log were lost here: nobody took them)\nafter\nlater\n")
    }

    @Test func nobodyThere() {
        FailedWrites.areErrors()
        Glibc.close(input)
        LineWriter(descriptor: output).write("lost")
        Glibc.close(output)
        LineWriter(descriptor: -1).write("lost")
    }
}
