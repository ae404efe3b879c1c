public import Logging

/// Makes loggers as the configuration wants them.
public struct LogSettings: Sendable {
    public var format: LogFormat
    /// Nothing below this level is written.
    public var level: Logger.Level
    /// False: nothing is written at all.
    public var enabled: Bool

    public init(configuration: Configuration, level: Logger.Level = .info) {
        format = configuration.general.consoleLoggingFormat
        enabled = configuration.general.logging
        self.level = level
    }

    /// A logger whose lines go to `sink`.
    public func logger(label: String = "ztpserver", sink: any LogSink) -> Logger {
        guard enabled else { return Logger(label: label) { _ in SwiftLogNoOpLogHandler() } }
        return Logger(label: label) { FormattedLogHandler(label: $0, format: format, level: level, sink: sink) }
    }
}
