public import Logging

/// Makes loggers as the configuration wants them.
public struct LogSettings: Sendable {
    public var layout: LogLayout
    /// Nothing below this level is written.
    public var level: Logger.Level
    /// False: nothing is written at all.
    public var enabled: Bool

    public init(configuration: Configuration, level: Logger.Level = .info) {
        let general = configuration.general
        layout = general.logFormat == .json ? .json : .text(general.consoleLoggingFormat)
        enabled = general.logging
        self.level = level
    }

    /// A logger whose lines go to `sink`.
    public func logger(label: String = "ztpserver", sink: any LogSink) -> Logger {
        guard enabled else { return Logger(label: label) { _ in SwiftLogNoOpLogHandler() } }
        return Logger(label: label) { FormattedLogHandler(label: $0, layout: layout, level: level, sink: sink) }
    }
}
