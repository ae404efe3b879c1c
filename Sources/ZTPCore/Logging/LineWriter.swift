import Glibc
import Synchronization

/// Writes lines to a descriptor whose other end may not be read, may be full or may be gone: the process goes on, and the
/// lines that nobody takes are counted.
///
/// Only this process's threads keep apart here. Another one that writes to the same pipe may take the room that was there,
/// and a write waits then until somebody reads; making the descriptor non-blocking would change it for that process, too.
final class LineWriter: Sendable {
    private let descriptor: Int32
    private let patience: Int32
    /// Lines lost since the last one that went out.
    private let lost = Mutex(0)

    /// What a pipe takes without waiting, and in one piece, when it is ready to take anything: PIPE_BUF.
    private static let piece = 4096

    /// - Parameter patience: milliseconds that a line waits for a reader, unless the one before was lost.
    init(descriptor: Int32, patience: Int32 = 1000) {
        self.descriptor = descriptor
        self.patience = patience
    }

    func write(_ line: String) {
        lost.withLock { lost in
            if lost > 0 {
                // What went out last may have no end.
                guard put("\n(\(lost) lines of the log were lost here: nobody took them)", patience: 0) else {
                    lost += 1
                    return
                }
                lost = 0
            }
            if !put(line, patience: patience) { lost += 1 }
        }
    }

    /// Writes a line in one write, or in pieces where one might wait, so that lines of several threads and processes do not
    /// mix.
    private func put(_ line: String, patience: Int32) -> Bool {
        let bytes = Array((line + "\n").utf8)
        var sent = 0
        while sent < bytes.count {
            guard isReady(patience) else { return false }
            let most = isFile ? bytes.count - sent : min(bytes.count - sent, Self.piece)
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: sent), most) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private func isReady(_ patience: Int32) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while true {
            let count = poll(&waiting, 1, patience)
            if count < 0, errno == EINTR { continue }
            return count > 0 && waiting.revents & Int16(POLLOUT) != 0
        }
    }

    private var isFile: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
