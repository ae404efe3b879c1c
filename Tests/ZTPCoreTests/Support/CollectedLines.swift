import Synchronization

@testable import ZTPCore

/// Keeps log lines, in the order written.
final class CollectedLines: LogSink {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func write(line: String) { lines.withLock { $0.append(line) } }
}
