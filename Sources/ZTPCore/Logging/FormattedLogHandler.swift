import Glibc
public import Logging

/// Takes finished log lines. Called from any thread.
public protocol LogSink: Sendable {
    /// - Parameter line: without a line end.
    func write(line: String)
}

/// A log handler that writes one line per event in the configured layout.
///
/// Metadata stands before the message, `node`, `peer` and `request` first, so that a line can be found by any of them.
public struct FormattedLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    public var logLevel: Logger.Level
    private let label: String
    private let layout: LogLayout
    private let sink: any LogSink

    public init(label: String, layout: LogLayout, level: Logger.Level, sink: any LogSink) {
        self.label = label
        self.layout = layout
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
        var fields = Self.leadingKeys.compactMap { key in
            all.removeValue(forKey: key).map { (key: key, value: "\($0)") }
        }
        fields += all.sorted { $0.key < $1.key }.map { (key: $0.key, value: "\($0.value)") }
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        sink.write(
            line: layout.line(
                .init(
                    level: event.level,
                    name: label,
                    module: Self.module(of: event.file),
                    line: event.line,
                    message: "\(event.message)",
                    time: Double(now.tv_sec) + Double(now.tv_nsec) / 1e9,
                    fields: fields)))
    }

    private static let leadingKeys = ["node", "peer", "request"]

    private static func module(of file: String) -> String {
        let name = file.split(separator: "/").last ?? ""
        return String(name.prefix { $0 != "." && $0 != "+" })
    }
}
