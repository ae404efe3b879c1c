import NIOCore
import SystemPackage

/// The server cannot listen where it should.
struct ListenError: Error {
    var interface: String
    var port: Int
    var reason: any Error
}

extension ListenError: CustomStringConvertible {
    /// One line.
    var description: String { "cannot listen on \(interface) port \(port): \(words)" }

    private var words: String {
        switch reason {
        case let error as IOError: Errno(rawValue: error.errnoCode).description
        case is SocketAddressError.UnknownHost:
            "this is neither an IPv4 nor an IPv6 address, and there is no host of that name"
        case is SocketAddressError: "this is not an address that a server can listen on"
        default: "\(reason)"
        }
    }
}
