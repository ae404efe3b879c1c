import Glibc
import OrderedCollections

/// What a line of the log is written as: for people or for programs.
public enum LogLayout: Sendable, Equatable {
    case text(LogFormat)
    /// One JSON object per line, in ASCII: `time` (UTC, RFC 3339), `level`, what the line is about (`node`, `peer`,
    /// `request` and others, each only where it is known), `module`, `line` and `message`.
    case json

    /// The finished line, without a line end.
    func line(_ record: LogFormat.Record) -> String {
        switch self {
        case .text(let format): return format.line(record)
        case .json:
            var object: Document.Mapping = [
                "time": .string(Self.universalTime(record.time)), "level": .string(record.level.pythonName),
            ]
            for (key, value) in record.fields { object[key] = .string(value) }
            object["module"] = .string(record.module)
            object["line"] = .integer(Int(record.line))
            object["message"] = .string(record.message)
            return String(decoding: JSON.encode(.mapping(object)), as: UTF8.self)
        }
    }

    /// As `2026-01-31T22:59:59.123Z`.
    private static func universalTime(_ time: Double) -> String {
        var seconds = time_t(time)
        var fields = tm()
        gmtime_r(&seconds, &fields)
        let milliseconds = Int((time - Double(seconds)) * 1000)
        func padded(_ number: Int32) -> String { String(number).leftPadded(to: 2) }
        return
            "\(String(fields.tm_year + 1900).leftPadded(to: 4))-\(padded(fields.tm_mon + 1))-\(padded(fields.tm_mday))T"
            + "\(padded(fields.tm_hour)):\(padded(fields.tm_min)):\(padded(fields.tm_sec))."
            + String(milliseconds).leftPadded(to: 3) + "Z"
    }
}
