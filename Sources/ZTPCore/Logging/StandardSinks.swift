import Glibc

/// Writes each line to the process's standard error.
public struct StandardErrorSink: LogSink {
    public init() {}

    public func write(line: String) { writeLine(line, to: STDERR_FILENO) }
}

/// Writes each line to the process's standard output.
public struct StandardOutputSink: LogSink {
    public init() {}

    public func write(line: String) { writeLine(line, to: STDOUT_FILENO) }
}

/// In one write, so that lines of several threads and processes do not mix.
private func writeLine(_ line: String, to descriptor: Int32) {
    let bytes = Array((line + "\n").utf8)
    var sent = 0
    while sent < bytes.count {
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + sent, $0.count - sent) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        sent += count
    }
}
