import CFastCGI
import Glibc

/// The addresses that may connect over TCP: FastCGI's `FCGI_WEB_SERVER_ADDRS`, a list with commas or blanks. Without it
/// all may.
///
/// libfcgi looks at IPv4 peers only; here the list holds for IPv6 too. Unix sockets have a file mode instead.
struct PeerAddresses: Sendable, Equatable {
    private let allowed: Set<[UInt8]>

    init(_ list: String?) {
        let words = (list ?? "").split { $0 == "," || $0.isWhitespace }
        // A word that is no address allows nobody, and the list holds all the same.
        allowed = Set(words.map { Self.bytes(of: String($0)) ?? [] })
    }

    /// Whether a peer may connect.
    func contains(_ peer: sockaddr_storage) -> Bool {
        if allowed.isEmpty { return true }
        return withUnsafeBytes(of: peer) { raw in
            switch Int32(peer.ss_family) {
            case AF_INET: allowed.contains(Array(raw[4..<8]))
            case AF_INET6: allowed.contains(Self.unmapped(Array(raw[8..<24])))
            default: true
            }
        }
    }

    private static func bytes(of address: String) -> [UInt8]? {
        var four = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, address, &four) == 1 { return four }
        var sixteen = [UInt8](repeating: 0, count: 16)
        return inet_pton(AF_INET6, address, &sixteen) == 1 ? unmapped(sixteen) : nil
    }

    /// An IPv4 peer of an IPv6 socket (`::ffff:192.0.2.1`) is the IPv4 address that it is.
    private static func unmapped(_ address: [UInt8]) -> [UInt8] {
        address.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) ? Array(address[12...]) : address
    }
}
