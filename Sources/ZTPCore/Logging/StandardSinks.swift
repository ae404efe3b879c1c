import Glibc

/// Writes each line to the process's standard error.
public struct StandardErrorSink: LogSink {
    private let lines = LineWriter(descriptor: STDERR_FILENO)

    public init() {}

    public func write(line: String) { lines.write(line) }
}

/// Writes each line to the process's standard output.
public struct StandardOutputSink: LogSink {
    private let lines = LineWriter(descriptor: STDOUT_FILENO)

    public init() {}

    public func write(line: String) { lines.write(line) }
}
