import Glibc
public import Logging

/// Takes finished log lines. Called from any thread.
public protocol LogSink: Sendable {
    /// - Parameter line: without a line end.
    func write(line: String)
}

/// A log handler that writes one line per event in the configured format.
///
/// Metadata stands before the message as `key=value`, `request`, `peer` and `node` first, so that a line can be found
/// by any of them.
public struct FormattedLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    public var logLevel: Logger.Level
    private let label: String
    private let format: LogFormat
    private let sink: any LogSink

    public init(label: String, format: LogFormat, level: Logger.Level, sink: any LogSink) {
        self.label = label
        self.format = format
        self.sink = sink
        logLevel = level
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        var message = ""
        for key in Self.leadingKeys {
            if let value = all.removeValue(forKey: key) { message += "\(key)=\(value) " }
        }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { message += "\(key)=\(value) " }
        message += "\(event.message)"
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        sink.write(
            line: format.line(
                .init(
                    level: event.level,
                    name: label,
                    module: Self.module(of: event.file),
                    line: event.line,
                    message: message,
                    time: Double(now.tv_sec) + Double(now.tv_nsec) / 1e9)))
    }

    private static let leadingKeys = ["node", "peer", "request"]

    private static func module(of file: String) -> String {
        let name = file.split(separator: "/").last ?? ""
        return String(name.prefix { $0 != "." && $0 != "+" })
    }
}
