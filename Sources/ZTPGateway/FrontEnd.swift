import Glibc

/// How requests reach this process.
enum FrontEnd {
    case fastCGI([ListeningSocket])
    /// One request, in the environment and on standard input.
    case cgi

    /// Finds out, in this order: addresses of the command line, sockets handed over by systemd, a listening socket on
    /// descriptor 0 (mod_fcgid, spawn-fcgi), plain CGI.
    static func choose(listen: [ListenAddress], environment: CGIEnvironment) throws(GatewayError) -> FrontEnd {
        if !listen.isEmpty {
            return .fastCGI(try open(listen))
        }
        let handed = handedOver(environment)
        if !handed.isEmpty {
            var sockets: [ListeningSocket] = []
            for descriptor in handed { sockets.append(try ListeningSocket(inherited: descriptor)) }
            return .fastCGI(sockets)
        }
        if ListeningSocket.isListening(STDIN_FILENO) {
            return .fastCGI([try ListeningSocket(inherited: STDIN_FILENO)])
        }
        guard environment.isCGI else { throw .nowhereToListen }
        return .cgi
    }

    /// The descriptors of `sd_listen_fds(3)`. The variables are removed: they are meant for this process alone.
    private static func handedOver(_ environment: CGIEnvironment) -> Range<Int32> {
        for name in ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"] { unsetenv(name) }
        guard environment.text("LISTEN_PID").flatMap({ pid_t($0) }) == getpid(),
            let count = environment.text("LISTEN_FDS").flatMap({ Int32($0) }), (1...1024).contains(count)
        else { return 0..<0 }
        return 3..<(3 + count)
    }

    private static func open(_ addresses: [ListenAddress]) throws(GatewayError) -> [ListeningSocket] {
        var sockets: [ListeningSocket] = []
        do {
            for address in addresses { sockets.append(try ListeningSocket(opening: address)) }
        } catch {
            for socket in sockets { socket.removeFile() }
            throw error
        }
        return sockets
    }
}

extension CGIEnvironment {
    /// Whether these are the variables of a CGI request. libfcgi's own test is misled by Apache's mod_cgid, where
    /// descriptor 0 is a connected socket.
    public var isCGI: Bool {
        bytes("GATEWAY_INTERFACE") != nil && !ListeningSocket.isListening(STDIN_FILENO)
    }
}
