/// What a program wrote, as lines for the log.
///
/// Bounded: a program that has much to say must not bury the rest. Control characters are escaped where the line is
/// logged.
struct ProgramLines {
    private static let most = 200
    private static let longest = 1000

    /// Without empty ones and without what ends them.
    let all: [String]

    init(_ bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
            .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
            .filter { !$0.isEmpty }
        var all = lines.prefix(Self.most).map(Self.text)
        if lines.count > Self.most { all.append("(\(lines.count - Self.most) more lines)") }
        self.all = all
        last = lines.last.map(Self.text)
    }

    /// The last line, where programs say why they failed.
    let last: String?

    private static func text(_ line: ArraySlice<UInt8>) -> String {
        String(decoding: line.prefix(longest), as: UTF8.self)
            + (line.count > longest ? " (\(line.count - longest) more bytes)" : "")
    }
}
