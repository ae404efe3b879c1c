/// A data_root, with a server running on it or not.
struct PoolCommandBench {
    static let pools: [Given] = [
        .file("resources/mgmt", "# lab\n10.0.0.1/24: N1 # first\n10.0.0.2/24:\n'10.0.0.10/24': \"N2\"\n"),
        .file("resources/names", "leaf1: N1\nleaf2: 'N1'\n\nleaf3:\n"),
        .file("resources/x", "a: null\n"),
    ]

    var sandbox: Sandbox
    var server: StandaloneDriver?

    init(running: Bool, _ pools: [Given] = PoolCommandBench.pools) throws {
        sandbox = try Sandbox(name: "commands")
        let port = try Sandbox.freePort()
        try sandbox.configure(port: port)
        for given in pools + [Given].node("N9", definition: "actions: [{attributes: {v: \"allocate('mgmt')\"}}]\n") {
            try sandbox.dataRoot.apply(given)
        }
        if running { server = try StandaloneDriver(sandbox, port: port) }
    }

    func run(_ arguments: String..., conf: [String]? = nil) throws -> Ended {
        let finished = try ChildProcess.run(
            Products.standalone, arguments + (conf ?? ["--conf", sandbox.configurationPath]))
        return Ended(
            exit: finished.exit, output: String(decoding: finished.output, as: UTF8.self),
            error: finished.error.replacing(sandbox.path, with: "@"))
    }

    func text(_ pool: String) throws -> String { try Files.text(sandbox.dataRoot.absolute("resources/" + pool)) }
}

/// How a command ended, and what it printed.
struct Ended: Equatable {
    var exit: ChildProcess.Exit
    var output = ""
    var error = ""

    init(exit: ChildProcess.Exit, output: String, error: String) {
        self.exit = exit
        self.output = output
        self.error = error
    }

    init(_ code: Int32, _ output: String = "", error: String = "") {
        self.init(exit: .code(code), output: output, error: error)
    }
}
