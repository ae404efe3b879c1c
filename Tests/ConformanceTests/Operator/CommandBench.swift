/// A data_root and a configuration for the operator's command.
struct CommandBench {
    let sandbox: Sandbox

    init(_ given: [Given] = [], port: Int? = nil, extra: [String] = []) throws {
        sandbox = try Sandbox(name: "operator")
        try sandbox.configure(port: port, extra: extra)
        for given in given { try sandbox.dataRoot.apply(given) }
    }

    /// Runs `ztps`; the sandbox's path is shown as `@`, and times as `TIME`.
    ///
    /// - Parameter asServiceUser: without root's right to read and write everything.
    func run(
        _ arguments: [String], input: String = "", seconds: Double = 120, asServiceUser: Bool = false
    ) throws -> Ended {
        let command =
            (asServiceUser ? try ServiceUser.command : [])
            + [Products.standalone, "--conf", sandbox.configurationPath] + arguments
        let finished = try ChildProcess.run(
            command[0], Array(command.dropFirst()),
            environment: [Array("PATH=/usr/local/bin:/usr/bin:/bin".utf8)], input: Array(input.utf8), seconds: seconds)
        let output = String(decoding: finished.output, as: UTF8.self).replacing(sandbox.path, with: "@")
        return Ended(
            exit: finished.exit,
            output: output.replacing(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(,\d+)?/, with: "TIME"),
            error: finished.error.replacing(sandbox.path, with: "@"))
    }
}
