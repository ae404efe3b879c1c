import Glibc

/// Writes each line to the process's standard error in one write, so that lines of several processes do not mix.
public struct StandardErrorSink: LogSink {
    public init() {}

    public func write(line: String) {
        let bytes = Array((line + "\n").utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress! + sent, $0.count - sent) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            sent += count
        }
    }
}
