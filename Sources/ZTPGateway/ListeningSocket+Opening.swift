import Glibc
import SystemPackage

extension ListeningSocket {
    private static let backlog: Int32 = 1024

    /// Makes a socket and listens on it. A socket file that nobody answers on any more is replaced.
    init(opening address: ListenAddress) throws(GatewayError) {
        switch address {
        case .unix(let path, _):
            if let file = SocketFile(path: path) {
                guard !file.isAlive else { throw .cannotListen(address, reason: "another process listens there") }
                file.remove()
            }
            let descriptor = try Self.listen(on: address)
            try self.init(inherited: descriptor, file: SocketFile(path: path))
        case .internet:
            try self.init(inherited: try Self.listen(on: address))
        }
    }

    private static func listen(on address: ListenAddress) throws(GatewayError) -> Int32 {
        let bound = SocketAddress(address)
        let descriptor = socket(bound.family, streamSocket | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw .cannotListen(address, reason: Self.reason()) }
        var yes: Int32 = 1
        if bound.family != AF_UNIX {
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        }
        if bound.family == AF_INET6 {
            // So that 0.0.0.0 and [::] can stand side by side.
            setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &yes, socklen_t(MemoryLayout<Int32>.size))
        }
        guard bound.withCAddress({ bind(descriptor, $0, $1) }) == 0, Self.setMode(of: address),
            Glibc.listen(descriptor, backlog) == 0
        else {
            let reason = Self.reason()
            close(descriptor)
            throw .cannotListen(address, reason: reason)
        }
        return descriptor
    }

    /// Gives a socket file its mode. Nobody can connect before the socket listens, so it holds from the first moment on.
    private static func setMode(of address: ListenAddress) -> Bool {
        guard case .unix(let path, let mode) = address else { return true }
        return chmod(path, mode) == 0
    }

    private static func reason() -> String { Errno(rawValue: errno).description }
}
