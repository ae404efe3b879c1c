import Glibc

/// A gateway process that listens on a Unix socket.
final class Gateway: Sendable {
    let process: ChildProcess
    let socket: String
    /// The process's own standard error.
    let log: String

    /// - Parameters:
    ///   - arguments: besides `--conf` and `--listen`.
    ///   - asServiceUser: without root's right to read and write everything.
    init(
        _ sandbox: Sandbox, arguments: [String] = [], environment: [String] = [], asServiceUser: Bool = false
    ) throws {
        socket = sandbox.path + "/run/gateway.sock"
        log = sandbox.path + "/log/gateway.log"
        let command =
            (asServiceUser ? try ServiceUser.command : []) + [
                Products.gateway, "--conf", sandbox.configurationPath, "--listen", "unix:\(socket),mode=0666",
            ] + arguments
        process = try ServerProcess.start(
            command[0], Array(command.dropFirst()), environment: environment, log: log)
        let address = Connection.Address.unix(socket)
        try ServerProcess.ready(process, log: log) { (try? Connection(to: address)) != nil }
    }

    var client: FastCGIClient { FastCGIClient(address: .unix(socket)) }

    deinit { process.stop() }
}
