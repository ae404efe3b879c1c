import Synchronization
import ZTPCore

/// Collects the log lines of one request until they can be handed to the web server.
final class RequestLog: LogSink {
    private let lines = Mutex<[String]>([])

    func write(line: String) {
        lines.withLock { $0.append(line) }
    }

    /// The lines so far; they are forgotten here.
    func take() -> [String] {
        lines.withLock { lines in
            defer { lines = [] }
            return lines
        }
    }
}
