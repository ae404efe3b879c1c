import Testing

/// Under a parent that ignores SIGCHLD, as some supervisors do, the kernel throws away how a program ended.
@Suite struct IgnoredChildSignalTests {
    /// Runs a command with the signal ignored.
    private static func run(_ command: [String], environment: [[UInt8]] = []) throws -> Finished {
        try ChildProcess.run(
            "/usr/bin/env", ["--ignore-signal=CHLD"] + command, environment: environment)
    }

    private static func sandbox(plugin: String) throws -> Sandbox {
        let sandbox = try Sandbox(name: "sigchld")
        try sandbox.configure()
        for given in [Given].node("N", definition: "actions: [{attributes: {v: \"fails('x')\"}}]\n") + [
            .file("plugins/fails", plugin, mode: 0o755)
        ] { try sandbox.dataRoot.apply(given) }
        return sandbox
    }

    /// Both programs set it right: what a plugin printed counts only when it ended well.
    @Test(arguments: [
        ("echo value", 200), ("echo value; exit 1", 400), ("echo value; kill -9 $$", 400),
    ])
    func gateway(script: String, status: Int) throws {
        let sandbox = try Self.sandbox(plugin: "#!/bin/sh\n\(script)\n")
        let message = Message(target: "/nodes/N")
        let environment =
            CGIEnvironment(message, style: .mounted).strings
            + [Array("ZTPS_CONFIG=\(sandbox.configurationPath)".utf8)]
        let finished = try Self.run([Products.gateway], environment: environment)
        #expect(try ReplyParser.cgi(finished.output, method: "GET").status == status, "\(finished.error)")
    }

    @Test(arguments: [("echo value", 200), ("echo value; exit 1", 400)])
    func standalone(script: String, status: Int) throws {
        let sandbox = try Self.sandbox(plugin: "#!/bin/sh\n\(script)\n")
        let port = try Sandbox.freePort()
        try sandbox.configure(port: port)
        let driver = try StandaloneDriver(sandbox, port: port, launcher: ["/usr/bin/env", "--ignore-signal=CHLD"])
        defer { driver.stop() }
        #expect(try driver.send(Message(target: "/nodes/N")).status == status)
    }

    /// A library leaves its host's signals alone; what cannot be told is a failure there.
    @Test(arguments: ["echo value", "echo value; exit 1", "echo value; kill -9 $$"])
    func embedded(script: String) throws {
        let sandbox = try Self.sandbox(plugin: "#!/bin/sh\n\(script)\n")
        let finished = try Self.run([Products.embedding, sandbox.dataRoot.path, "/nodes/N"])
        #expect(String(decoding: finished.output, as: UTF8.self).contains("status:       400"), "\(finished)")
        #expect(
            finished.error.contains(
                "fails('x') gives no value: the plugin ended, and its exit code cannot be told (No child processes): "
                    + "the server's process must not ignore SIGCHLD"),
            "\(finished.error)")
    }
}
