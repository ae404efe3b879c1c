import Glibc

/// A connected stream socket with time limits, closed with its last reference.
final class Connection: Sendable {
    enum Address: Sendable, Equatable {
        /// A port of 127.0.0.1.
        case port(Int)
        case unix(String)
    }

    private let socket: Int32

    /// SOCK_STREAM. Which module owns the C constant depends on the order of imports.
    static let stream: Int32 = 1

    /// - Parameter patience: seconds that a single read or write may wait.
    init(to address: Address, patience: Int = 60) throws {
        switch address {
        case .port(let port):
            socket = Glibc.socket(AF_INET, Self.stream | O_CLOEXEC, 0)
            var target = sockaddr_in()
            target.sin_family = sa_family_t(AF_INET)
            target.sin_port = in_port_t(port).bigEndian
            target.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
            try Self.connect(socket, &target)
            var on: Int32 = 1
            setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        case .unix(let path):
            socket = Glibc.socket(AF_UNIX, Self.stream | O_CLOEXEC, 0)
            var target = sockaddr_un()
            target.sun_family = sa_family_t(AF_UNIX)
            guard path.utf8.count < MemoryLayout.size(ofValue: target.sun_path) else {
                throw TestError("\(path) is too long for a socket")
            }
            withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: path.utf8) }
            try Self.connect(socket, &target)
        }
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    deinit { close(socket) }

    private static func connect(_ socket: Int32, _ address: inout some Any) throws {
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout.size(ofValue: pointer.pointee)))
            }
        }
        guard result == 0 else { throw TestError.system("connect") }
    }

    /// Sends everything, or as much as the peer takes before it closes: its answer may already be on the way.
    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0 {
                if errno == EPIPE || errno == ECONNRESET { return }
                throw TestError.system("send")
            }
            sent += count
        }
    }

    /// Everything until the peer closes.
    func readToEnd() throws -> [UInt8] {
        var all: [UInt8] = []
        while case let part = try read(), !part.isEmpty { all += part }
        return all
    }

    /// Some bytes; empty when the peer has closed.
    func read() throws -> [UInt8] {
        var failure: Int32?
        let part = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
            let count = recv(socket, buffer.baseAddress, buffer.count, 0)
            if count < 0 { failure = errno }
            filled = max(0, count)
        }
        if let failure { throw TestError.system("recv", failure) }
        return part
    }
}
