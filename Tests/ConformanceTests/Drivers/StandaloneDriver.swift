/// The standalone server.
struct StandaloneDriver: Driver {
    let process: ChildProcess
    private let client: HTTPClient

    /// - Parameter port: the one that the sandbox's configuration names.
    init(_ sandbox: Sandbox, port: Int) throws {
        let log = sandbox.path + "/log/ztps.log"
        process = try ServerProcess.start(Products.standalone, ["--conf", sandbox.configurationPath], log: log)
        client = HTTPClient(port: port)
        try ServerProcess.ready(process, log: log) {
            try Files.text(log).contains("Starting server on http://127.0.0.1:\(port)")
                && (try? Connection(to: .port(port))) != nil
        }
    }

    func send(_ message: Message) throws -> Reply { try client.send(message) }

    func stop() { process.stop() }
}
