import Glibc
import Synchronization

/// A private directory with a data_root, a configuration and room for servers' files. Goes with its last reference.
final class Sandbox: Sendable {
    let path: String
    var dataRoot: DataRoot { DataRoot(path: path + "/data_root", outside: path + "/outside") }
    var configurationPath: String { path + "/ztpserver.conf" }

    init(name: String) throws {
        var template = Array("/tmp/ztp-\(name).XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TestError.system("mkdtemp") }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard chmod(path, 0o755) == 0 else { throw TestError.system("chmod \(path)") }
        for folder in ["run", "log", "tmp", "outside"] {
            try Files.makeFolder("\(path)/\(folder)")
            ServiceUser.own("\(path)/\(folder)")
        }
        ServiceUser.own(path)
        try dataRoot.build()
    }

    deinit { Files.removeTree(path) }

    /// Writes ztpserver.conf; `extra` are further lines of `[default]`.
    func configure(mount: Mount = .root, port: Int? = nil, extra: [String] = []) throws {
        var lines = ["[default]", "data_root = \(dataRoot.path)", "server_url = \(mount.serverURL)"] + extra
        if let port { lines += ["[server]", "interface = 127.0.0.1", "port = \(port)"] }
        lines += ["[limits]", "max_body = \(Self.maxBody)"]
        try Files.write(configurationPath, Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    /// Small, so that the limit is reached with little traffic.
    static let maxBody = 64 << 10

    /// A port that nobody listens on.
    static func freePort() throws -> Int {
        let socket = Glibc.socket(AF_INET, Connection.stream | O_CLOEXEC, 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let done = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard done else { throw TestError.system("bind") }
        return Int(in_port_t(bigEndian: address.sin_port))
    }
}
