import CFastCGI
import Glibc

/// A connection from the web server, with libfcgi's state for the request on it. Used by one thread at a time.
///
/// The gateway accepts connections itself and hands libfcgi the socket, as if an earlier request had left it open.
/// So libfcgi never sits in its own accept, where a peer that connects and stays silent holds a worker, and connections
/// that the web server keeps open wait in the poller instead of pinning a worker each.
final class FastCGIConnection: @unchecked Sendable {
    // On the heap for good: libfcgi's streams keep the address. Unchecked because the pointer hides what is behind it.
    private let request: UnsafeMutablePointer<FCGX_Request>
    /// Whether the poller knows the socket.
    var isRegistered = false
    /// When the connection began to wait, in seconds of a clock that never steps back.
    var waitingSince = 0

    /// Takes over a connected socket and closes it in the end.
    init(socket: Int32) {
        request = .allocate(capacity: 1)
        FCGX_InitRequest(request, -1, 0)
        request.pointee.ipcFd = socket
        // Otherwise FCGX_Accept_r begins with closing what it takes for the connection of a finished request.
        request.pointee.keepConnection = 1
        // Otherwise libfcgi waits up to 2 seconds for the peer whenever it closes.
        FCGX_Detach(request)
    }

    deinit {
        FCGX_Free(request, 1)
        request.deallocate()
    }

    /// The socket; nil once the connection is closed.
    var socket: Int32? {
        request.pointee.ipcFd >= 0 ? request.pointee.ipcFd : nil
    }

    /// Reads the role and the parameters of the next request. Blocks until they are complete.
    ///
    /// - Returns: false when the peer went away or does not speak FastCGI; the connection is closed then.
    func acceptRequest() -> Bool {
        guard FCGX_Accept_r(request) == 0 else {
            FCGX_Free(request, 1)
            return false
        }
        return true
    }

    /// Whether the web server wants an answer, rather than an authorisation or a filter.
    var isResponder: Bool {
        request.pointee.role == 1  // FCGI_RESPONDER
    }

    /// A copy of the parameters: libfcgi's own die with the request.
    var environment: CGIEnvironment {
        CGIEnvironment(copying: request.pointee.envp)
    }

    /// Reads from the body; returns the number of bytes, 0 at the end, less than 0 when the connection is broken.
    func readBody(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let most = Int32(clamping: buffer.count)
        let count = FCGX_GetStr(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), most, request.pointee.in)
        if count > 0 { return Int(count) }
        return FCGX_GetError(request.pointee.in) == 0 ? 0 : -1
    }

    /// Sends part of the answer; false when nobody takes it any more.
    func write(_ bytes: [UInt8]) -> Bool {
        Self.put(bytes, on: request.pointee.out)
    }

    /// Sends one line to the web server's error log; false when that cannot be.
    func log(line: String) -> Bool {
        // One record a line: libfcgi's buffer is 512 bytes, and Apache starts a log line with every record.
        Self.put(Array((line + "\n").utf8), on: request.pointee.err) && FCGX_FFlush(request.pointee.err) == 0
    }

    /// Sends lines for the web server's error log and the head of the answer in one piece, before anything else of the
    /// answer.
    ///
    /// libfcgi would write each stream by itself, and HAProxy before 2.6.14, Debian 12's for one, aborts when it finds
    /// records of the error stream while nothing of the head is there (haproxy/haproxy issue 2150).
    ///
    /// - Returns: false when nobody takes them any more.
    func begin(lines: [String], head: [UInt8]) -> Bool {
        let id = UInt16(truncatingIfNeeded: request.pointee.requestId)
        var records: [UInt8] = []
        for line in lines { records += FastCGIRecord.stream(.standardError, id, Array((line + "\n").utf8)) }
        records += FastCGIRecord.stream(.standardOutput, id, head)
        var sent = 0
        while sent < records.count {
            let count = records.withUnsafeBytes { records in
                Glibc.write(request.pointee.ipcFd, records.baseAddress?.advanced(by: sent), records.count - sent)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Ends the request. The connection stays open if the web server wants it so.
    ///
    /// - Parameter drained: whether all was read that the web server had to send. Only then is the connection fit for
    ///   another request, and only then can it be closed at once: what is left unread resets it, and the answer is lost.
    func finish(status: Int32 = 0, drained: Bool) {
        if status != 0 { FCGX_SetExitStatus(status, request.pointee.out) }
        if !drained { FCGX_Attach(request) }
        FCGX_Finish_r(request)
        if !drained { FCGX_Free(request, 1) }
    }

    /// Closes the connection in the middle of an answer, so that the web server sees that it is not whole.
    func abort() {
        FCGX_Free(request, 1)
    }

    private static func put(_ bytes: [UInt8], on stream: UnsafeMutablePointer<FCGX_Stream>?) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 20))
                let start = part.baseAddress?.assumingMemoryBound(to: CChar.self)
                guard FCGX_PutStr(start, Int32(part.count), stream) == Int32(part.count) else { return false }
                rest = rest.dropFirst(part.count)
            }
            return true
        }
    }
}
