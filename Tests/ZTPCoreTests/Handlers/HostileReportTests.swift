import Glibc
import HTTPTypes
import Logging
import Testing

@testable import ZTPCore

/// Reports of a megabyte that are made to be expensive. A release build judges each in less than 100 ms of its thread's
/// time, a debug build in some hundreds; work that grows with the square of the size would take minutes.
@Suite struct HostileReportTests {
    private static let size = 1 << 20
    /// Two orders of combining marks that mean the same: what normalising has to sort.
    private static let marks = "\u{301}\u{323}\u{315}\u{1AB0}"
    private static let bound = 5.0

    private static func repeated(_ text: String) -> String {
        String(repeating: text, count: size / text.utf8.count)
    }

    /// As many as fit, each made by its number.
    private static func many(_ item: (Int) -> String) -> String {
        var items: [String] = []
        var length = 0
        while length < size {
            items.append(item(items.count))
            length += items[items.count - 1].utf8.count + 2
        }
        return items.joined(separator: ", ")
    }

    /// A text of marks alone that no other number has.
    private static func markedName(_ number: Int) -> String {
        String(repeating: marks, count: 20)
            + String(number, radix: 2).map { $0 == "0" ? "\u{301}" : "\u{323}" }.joined()
    }

    private static func report(_ neighbors: String) -> String {
        #"{"serialnumber": "A", "model": "x", "neighbors": {\#(neighbors)}}"#
    }

    static let reports: [(name: String, text: String)] = [
        ("one key", #"{"\#(repeated(marks))": 1}"#),
        (
            "one key, twice",
            #"{"\#(repeated(marks).prefix(size / 20))": 1, "\#(repeated(marks).prefix(size / 20))": 2}"#
        ),
        ("keys", "{" + many { #""\#(markedName($0))": 1"# } + "}"),
        ("interfaces", report(many { #""\#(markedName($0))": []"# })),
        (
            "devices",
            report(
                #""Ethernet1": ["#
                    + (0..<60).map { #"{"device": "\#(markedName($0))", "port": "\#(markedName($0))"}"# }
                    .joined(separator: ", ") + "]")
        ),
        ("long devices", report(#""Ethernet1": [{"device": "\#(repeated(marks))", "port": "1"}]"#)),
        ("identifier", #"{"serialnumber": "\#(repeated(marks))"}"#),
        ("escaped identifier", #"{"serialnumber": "\#(repeated(#"\u0301\u0323"#))"}"#),
        ("model", #"{"serialnumber": "A", "model": "\#(repeated(marks))"}"#),
        ("configuration", #"{"serialnumber": "A", "config": "\#(repeated(marks))"}"#),
        ("lists in lists", repeated("[")),
        ("mappings in mappings", repeated(#"{"a":"#)),
        ("empty lists", "[" + many { _ in "[]" } + "]"),
        ("integer", #"{"serialnumber": \#(repeated("7"))}"#),
        ("real", #"{"serialnumber": 0.\#(repeated("7"))}"#),
        ("exponent", #"{"serialnumber": 1e\#(repeated("9"))}"#),
        ("escapes", #"{"model": "\#(repeated(#"\ud83d\ude00\n"#))"}"#),
        ("lone surrogates", #"{"model": "\#(repeated(#"\ud800"#))"}"#),
        ("blanks", repeated(" ")),
        ("marks alone", repeated(marks)),
    ]

    @Test(arguments: HostileReportTests.reports.map(\.name))
    func isJudgedQuickly(name: String) throws {
        let text = try #require(Self.reports.first { $0.name == name }).text
        let sandbox = try PoolSandbox()
        try sandbox.write(
            "neighbordb",
            """
            patterns:
            - {name: a, definition: d, interfaces: [{Ethernet1: 'spine1:Ethernet1'}]}
            - {name: b, definition: d, interfaces: [{any: "includes('x'):any"}, {any: "regex('a+b')"}]}

            """)
        var configuration = ZTPCore.Configuration()
        configuration.general.dataRoot = sandbox.path
        let lines = CollectedLines()
        let logger = LogSettings(configuration: configuration, level: .debug).logger(sink: lines)
        let application = try Application(configuration: configuration, logger: logger)
        let request = Request(method: .post, target: "/nodes", body: .complete(Array(text.utf8)), logger: logger)
        var status: HTTPResponse.Status?
        let seconds = ThreadClock.seconds { status = application.respond(to: request).status }
        #expect(status == (name == "configuration" ? .created : .badRequest))
        #expect(seconds < Self.bound, "\(seconds) s")
        #expect(lines.all.allSatisfy { $0.utf8.count < 20_000 }, "a line of the log has everything in it")
    }
}
