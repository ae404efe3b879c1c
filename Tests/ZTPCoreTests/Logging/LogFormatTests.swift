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
        // Bidirectional controls.
        ("a\u{202A}\u{202E}b", "a\\u202a\\u202eb"), ("\u{2066}\u{2069}", "\\u2066\\u2069"),
        ("\u{200E}\u{200F}\u{61C}", "\\u200e\\u200f\\u061c"),
        // Nothing to see: zero-width, soft hyphen, byte order mark, variation selectors, fillers, tags.
        ("leaf\u{200B}1\u{200C}\u{200D}\u{2060}\u{FEFF}", "leaf\\u200b1\\u200c\\u200d\\u2060\\ufeff"),
        ("a\u{AD}b\u{FE0F}\u{3164}", "a\\xadb\\ufe0f\\u3164"),
        ("\u{E0000}\u{E0041}\u{E007F}", "\\U000e0000\\U000e0041\\U000e007f"),
        ("\u{80}\u{9B}\u{E000}\u{FFFE}", "\\x80\\x9b\\ue000\\ufffe"),
        ("ЖÜ\u{301}שׁ🇩🇪", "ЖÜ\u{301}שׁ🇩🇪"),
    ]

    @Test(arguments: LogFormatTests.escapes)
    func controlCharactersAreEscaped(message: String, escaped: String) {
        #expect(line("<%(message)s>", message: message) == "<\(escaped)>")
        #expect(message.escapingControls == escaped)
    }
}
