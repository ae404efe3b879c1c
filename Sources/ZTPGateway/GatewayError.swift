/// Why the gateway does not start.
public enum GatewayError: Error, Sendable, Equatable {
    case nowhereToListen
    /// A descriptor that was handed over is no listening socket.
    case notListening(descriptor: Int32)
    case cannotListen(ListenAddress, reason: String)
    /// The configuration, or what it names, cannot be used.
    case configuration(String)
    /// The system refuses what the worker threads need.
    case workers(reason: String)

    /// 2 when the command line is at fault, else 1.
    public var exitCode: Int32 {
        switch self {
        case .nowhereToListen: 2
        case .notListening, .cannotListen, .configuration, .workers: 1
        }
    }
}

extension GatewayError {
    /// The line on standard error. A fault in a file begins with the file, everything else with the program.
    public var line: String {
        switch self {
        case .configuration(let line): line
        case .nowhereToListen, .notListening, .cannotListen, .workers: "ztpserver-fcgi: \(description)"
        }
    }
}

extension GatewayError: CustomStringConvertible {
    /// One line.
    public var description: String {
        switch self {
        case .nowhereToListen:
            "nowhere to listen: give --listen \(ListenAddress.syntax), or let a web server, spawn-fcgi or systemd "
                + "start this program"
        case .notListening(let descriptor):
            "descriptor \(descriptor) of LISTEN_FDS is no listening socket"
        case .cannotListen(let address, let reason):
            "cannot listen on \(address): \(reason)"
        case .configuration(let line):
            line
        case .workers(let reason):
            "cannot start the worker threads: \(reason)"
        }
    }
}
