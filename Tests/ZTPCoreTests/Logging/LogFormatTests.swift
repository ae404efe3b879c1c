import Glibc
import Logging
import Testing

@testable import ZTPCore

/// How a log line looks.
@Suite struct LogFormatTests {
    private func line(_ format: String, message: String = "hello", level: Logger.Level = .warning) -> String {
        LogFormat(format).line(
            LogFormat.Record(level: level, name: "ztps", module: "Router", line: 42, message: message, time: 1.5))
    }

    static let formats: [(String, String)] = [
        ("", ""),
        ("%(message)s", "hello"),
        ("%(levelname)s", "WARNING"),
        ("%(name)s:[%(module)s:%(lineno)d] %(message)s", "ztps:[Router:42] hello"),
        ("%(lineno)s", "42"),
        ("%(lineno)5d|", "   42|"),
        ("%(lineno)-5d|", "42   |"),
        ("%(levelname)-9s|", "WARNING  |"),
        ("%(levelname)9s|", "  WARNING|"),
        ("%(levelname)3s|", "WARNING|"),
        ("%(message)s%(message)s", "hellohello"),
        ("%%", "%"),
        ("100%% %(message)s", "100% hello"),
        ("%%(message)s", "%(message)s"),
        ("100%", "100%"),
        ("% (message)s", "% (message)s"),
        ("%(message)", "%(message)"),
        ("%(message)x", "%(message)x"),
        ("%(process)d %(message)s", "%(process)d hello"),
        ("%(Message)s", "%(Message)s"),
        ("%()s", "%()s"),
        ("{message} $message", "{message} $message"),
        ("é %(message)s", "é hello"),
    ]

    @Test(arguments: LogFormatTests.formats)
    func fields(format: String, expected: String) {
        #expect(line(format) == expected)
    }

    static let levelNames: [(Logger.Level, String)] = [
        (.trace, "DEBUG"), (.debug, "DEBUG"), (.info, "INFO"), (.notice, "INFO"), (.warning, "WARNING"),
        (.error, "ERROR"), (.critical, "CRITICAL"),
    ]

    @Test(arguments: LogFormatTests.levelNames)
    func levels(level: Logger.Level, name: String) {
        #expect(line("%(levelname)s", level: level) == name)
    }

    @Test func timeIsLocalWithMilliseconds() {
        var seconds = time_t(1)
        var fields = tm()
        localtime_r(&seconds, &fields)
        var text = [CChar](repeating: 0, count: 64)
        let count = strftime(&text, 64, "%Y-%m-%d %H:%M:%S", &fields)
        let expected = String(decoding: text[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        #expect(line("%(asctime)s") == expected + ",500")
        #expect(line("%(asctime)-26s|") == expected + ",500   |")
        #expect(line("%(asctime)-15s|") == expected + ",500|")
    }

    static let escapes: [(String, String)] = [
        ("a\nb", "a\\x0ab"), ("a\r\nb", "a\\x0d\\x0ab"), ("\t", "\\x09"), ("\u{0}", "\\x00"),
        ("\u{1B}[31m", "\\x1b[31m"),
        ("\u{7F}", "\\x7f"), ("\u{85}", "\\x85"), ("\u{9F}", "\\x9f"), ("\u{2028}\u{2029}", "\\u2028\\u2029"),
        ("\u{A0}é日😀", "\u{A0}é日😀"), ("\\n", "\\n"),
    ]

    @Test(arguments: LogFormatTests.escapes)
    func controlCharactersAreEscaped(message: String, escaped: String) {
        #expect(line("<%(message)s>", message: message) == "<\(escaped)>")
        #expect(message.escapingControls == escaped)
    }
}
