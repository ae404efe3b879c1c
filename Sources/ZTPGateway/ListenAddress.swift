public import Glibc

/// Where the gateway listens on its own: the value of `--listen`.
public enum ListenAddress: Sendable, Equatable {
    /// A Unix socket that the gateway makes, with its file mode.
    case unix(path: String, mode: mode_t)
    /// An IPv4 or IPv6 address, in figures.
    case internet(host: String, port: UInt16)

    /// What `--listen` takes, for messages.
    public static let syntax = "unix:/PATH[,mode=0660], ADDRESS:PORT or [IPV6]:PORT"

    /// Reads `unix:/run/ztpserver.sock`, `unix:/run/ztpserver.sock,mode=0666`, `127.0.0.1:9000` or `[::1]:9000`.
    public init?(_ text: String) {
        if text.hasPrefix("unix:") {
            self.init(unix: text.dropFirst("unix:".count))
        } else {
            self.init(internet: text)
        }
    }

    private init?(unix text: Substring) {
        var path = text
        // Everybody in the group, nobody else: the web server's group is the usual one.
        var mode: mode_t = 0o660
        if let comma = text.lastIndex(of: ","), text[comma...].hasPrefix(",mode=") {
            let digits = text[text.index(comma, offsetBy: ",mode=".count)...]
            guard let value = mode_t(digits, radix: 8), value <= 0o777 else { return nil }
            mode = value
            path = text[..<comma]
        }
        // The kernel's limit (unix(7)), with the NUL at the end.
        guard !path.isEmpty, path.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
        self = .unix(path: String(path), mode: mode)
    }

    private init?(internet text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        var host = String(text[..<colon])
        var scratch = [UInt8](repeating: 0, count: 16)
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
            guard inet_pton(AF_INET6, host, &scratch) == 1 else { return nil }
        } else {
            guard inet_pton(AF_INET, host, &scratch) == 1 else { return nil }
        }
        self = .internet(host: host, port: port)
    }
}

extension ListenAddress: CustomStringConvertible {
    /// As `--listen` takes it, without the mode.
    public var description: String {
        switch self {
        case .unix(let path, _): "unix:\(path)"
        case .internet(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}
