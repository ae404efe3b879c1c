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
        guard let error = reason as? IOError else { return "\(reason)" }
        return Errno(rawValue: error.errnoCode).description
    }
}
