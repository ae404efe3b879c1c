import Glibc

/// SOCK_STREAM. Which module owns the C constant depends on the order of imports, so that a file may or may not see it.
let streamSocket: Int32 = 1

/// A socket address with its length, as the C calls take it.
struct SocketAddress {
    private var storage = sockaddr_storage()
    private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    /// The address to bind to.
    init(_ address: ListenAddress) {
        switch address {
        case .unix(let path, _):
            var unix = sockaddr_un()
            unix.sun_family = sa_family_t(AF_UNIX)
            // The initialiser of ListenAddress saw to it that the path fits.
            withUnsafeMutableBytes(of: &unix.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
            self.init(copying: unix)
        case .internet(let host, let port) where host.contains(":"):
            var internet = sockaddr_in6()
            internet.sin6_family = sa_family_t(AF_INET6)
            internet.sin6_port = port.bigEndian
            inet_pton(AF_INET6, host, &internet.sin6_addr)
            self.init(copying: internet)
        case .internet(let host, let port):
            var internet = sockaddr_in()
            internet.sin_family = sa_family_t(AF_INET)
            internet.sin_port = port.bigEndian
            inet_pton(AF_INET, host, &internet.sin_addr)
            self.init(copying: internet)
        }
    }

    /// The address that a socket is bound to.
    init?(boundTo socket: Int32) {
        guard withMutableCAddress({ getsockname(socket, $0, $1) }) == 0 else { return nil }
    }

    /// AF_UNIX, AF_INET or AF_INET6.
    var family: Int32 { Int32(storage.ss_family) }

    func withCAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    private init<Address>(copying address: Address) {
        withUnsafeBytes(of: address) { source in
            withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: source) }
            length = socklen_t(source.count)
        }
    }

    private mutating func withMutableCAddress<Result>(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
        }
    }
}

extension SocketAddress: CustomStringConvertible {
    /// As `--listen` takes it.
    var description: String {
        withUnsafeBytes(of: storage) { raw in
            switch family {
            case AF_UNIX:
                return "unix:" + String(decoding: raw[2..<Int(length)].prefix { $0 != 0 }, as: UTF8.self)
            case AF_INET, AF_INET6:
                let isIPv6 = family == AF_INET6
                var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
                inet_ntop(family, raw.baseAddress?.advanced(by: isIPv6 ? 8 : 4), &text, socklen_t(text.count))
                let host = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                let port = UInt16(raw[2]) << 8 | UInt16(raw[3])
                return isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)"
            default:
                return "a socket of family \(family)"
            }
        }
    }
}
