import Glibc
public import Logging

/// How a log line looks: Python's `%`-style format, as `console_logging_format` has always been written.
///
/// Knows `asctime`, `levelname`, `name`, `module`, `lineno` and `message`, each with flags and a width
/// (`%(asctime)-15s`, `%(lineno)5d`); `%%` is a percent sign; everything else stays as it is written.
public struct LogFormat: Sendable, Equatable {
    /// The format of the existing installations.
    public static let standard = LogFormat("%(asctime)-15s:%(levelname)s:[%(module)s:%(lineno)d] %(message)s")

    /// What a line is made of.
    public struct Record: Sendable {
        public var level: Logger.Level
        public var name: String
        /// Source file without its directory and extension.
        public var module: String
        public var line: UInt
        public var message: String
        /// Seconds since 1970.
        public var time: Double
        /// What the line is about, such as the node: in front of the message as `key=value`.
        public var fields: [(key: String, value: String)] = []
    }

    private enum Field: String {
        case asctime, levelname, name, module, lineno, message
    }

    private enum Part: Equatable {
        case text(String)
        case field(Field, width: Int, left: Bool)
    }

    private let parts: [Part]

    public init(_ format: String) {
        var parts: [Part] = []
        var text = ""
        var rest = format[...]
        while let first = rest.first {
            if rest.hasPrefix("%%") {
                text += "%"
                rest = rest.dropFirst(2)
            } else if let match = rest.prefixMatch(of: /%\((\w+)\)([-#0 +]*)(\d{0,3})(?:\.\d+)?[sd]/),
                let field = Field(rawValue: String(match.1))
            {
                if !text.isEmpty { parts.append(.text(text)) }
                text = ""
                parts.append(.field(field, width: Int(match.3) ?? 0, left: match.2.contains("-")))
                rest = rest[match.range.upperBound...]
            } else {
                text.append(first)
                rest = rest.dropFirst()
            }
        }
        if !text.isEmpty { parts.append(.text(text)) }
        self.parts = parts
    }

    /// The finished line, without a line end. What a reader would not see is escaped: a name that a switch made up can
    /// neither forge a second line nor pass for another name.
    public func line(_ record: Record) -> String {
        var line = ""
        for part in parts {
            switch part {
            case .text(let text): line += text
            case .field(let field, let width, let left):
                let value = Self.value(of: field, in: record)
                let padding = String(repeating: " ", count: max(0, width - value.count))
                line += left ? value + padding : padding + value
            }
        }
        return line.escapingControls
    }

    private static func value(of field: Field, in record: Record) -> String {
        switch field {
        case .asctime: localTime(record.time)
        case .levelname: record.level.pythonName
        case .name: record.name
        case .module: record.module
        case .lineno: String(record.line)
        case .message: record.fields.reduce(into: "") { $0 += "\($1.key)=\($1.value) " } + record.message
        }
    }

    /// Local time as `2026-01-31 23:59:59,123`.
    private static func localTime(_ time: Double) -> String {
        var seconds = time_t(time)
        var fields = tm()
        localtime_r(&seconds, &fields)
        let milliseconds = Int((time - Double(seconds)) * 1000)
        func padded(_ number: Int32, _ width: Int = 2) -> String { String(number).leftPadded(to: width) }
        return "\(padded(fields.tm_year + 1900, 4))-\(padded(fields.tm_mon + 1))-\(padded(fields.tm_mday)) "
            + "\(padded(fields.tm_hour)):\(padded(fields.tm_min)):\(padded(fields.tm_sec)),"
            + padded(Int32(milliseconds), 3)
    }
}

extension Logger.Level {
    /// The level's name in Python's logging, which operators' log filters know.
    var pythonName: String {
        switch self {
        case .trace, .debug: "DEBUG"
        case .info, .notice: "INFO"
        case .warning: "WARNING"
        case .error: "ERROR"
        case .critical: "CRITICAL"
        }
    }
}

extension String {
    /// With zeros in front up to a width.
    func leftPadded(to width: Int) -> String {
        String(repeating: "0", count: max(0, width - utf8.count)) + self
    }
}

extension Unicode.Scalar {
    /// C0, DEL, C1, and the two Unicode line separators.
    var isControl: Bool {
        value < 0x20 || (0x7F...0x9F).contains(value) || value == 0x2028 || value == 0x2029
    }
}
