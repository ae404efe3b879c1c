/// The standalone server.
struct StandaloneDriver: Driver {
    let process: ChildProcess
    private let client: HTTPClient

    /// - Parameters:
    ///   - port: the one that the sandbox's configuration names.
    ///   - launcher: a program that starts the server instead of us, with its arguments.
    init(_ sandbox: Sandbox, port: Int, launcher: [String] = []) throws {
        let log = sandbox.path + "/log/ztps.log"
        let command = launcher + [Products.standalone, "--conf", sandbox.configurationPath]
        process = try ServerProcess.start(command[0], Array(command.dropFirst()), log: log)
        client = HTTPClient(port: port)
        try ServerProcess.ready(process, log: log) {
            try Files.text(log).contains("Starting server on http://127.0.0.1:\(port)")
                && (try? Connection(to: .port(port))) != nil
        }
    }

    func send(_ message: Message) throws -> Reply { try client.send(message) }

    func stop() { process.stop() }
}
