import CFastCGI
import Glibc
import SystemPackage

/// A listening socket, made here or inherited. Never shut down: other processes may listen on the same one.
struct ListeningSocket: Sendable {
    let descriptor: Int32
    let description: String
    /// Whether peers have an IP address.
    private let isInternet: Bool
    /// The socket's file, when it was made here.
    private let file: SocketFile?

    /// A peer that stalls in the middle of a request or an answer gives its worker back after this many seconds.
    private static let patience = 120

    /// Takes over a socket that listens already.
    init(inherited descriptor: Int32, file: SocketFile? = nil) throws(GatewayError) {
        guard Self.isListening(descriptor) else { throw .notListening(descriptor: descriptor) }
        let address = SocketAddress(boundTo: descriptor)
        self.descriptor = descriptor
        self.file = file
        description = address?.description ?? "descriptor \(descriptor)"
        isInternet = address?.family == AF_INET || address?.family == AF_INET6
        // Several threads and processes race for one connection; the losers must not wait in accept.
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    /// Whether a descriptor is a listening socket.
    static func isListening(_ descriptor: Int32) -> Bool {
        var listens: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens != 0
    }

    /// Accepts one connection, without waiting.
    ///
    /// - Returns: nil when there is none any more, or when the peer is not allowed.
    func accept(from allowed: PeerAddresses) -> Result<Int32?, Errno> {
        var peer = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let socket = withUnsafeMutablePointer(to: &peer) { pointer in
            fcgi_accept4(descriptor, pointer, &size, O_CLOEXEC)
        }
        guard socket >= 0 else {
            switch errno {
            case EMFILE, ENFILE, ENOBUFS, ENOMEM, EBADF, EINVAL, ENOTSOCK: return .failure(Errno(rawValue: errno))
            default: return .success(nil)
            }
        }
        guard !isInternet || allowed.contains(peer) else {
            close(socket)
            return .success(nil)
        }
        set(socket, SOL_SOCKET, SO_RCVTIMEO, timeval(tv_sec: Self.patience, tv_usec: 0))
        set(socket, SOL_SOCKET, SO_SNDTIMEO, timeval(tv_sec: Self.patience, tv_usec: 0))
        if isInternet { set(socket, Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1)) }
        return .success(socket)
    }

    /// Removes the socket's file if it was made here and is still the same.
    func removeFile() {
        file?.remove()
    }

    private func set(_ socket: Int32, _ level: Int32, _ option: Int32, _ value: some BitwiseCopyable) {
        withUnsafeBytes(of: value) {
            _ = setsockopt(socket, level, option, $0.baseAddress, socklen_t($0.count))
        }
    }
}

extension ListeningSocket: CustomStringConvertible {}
