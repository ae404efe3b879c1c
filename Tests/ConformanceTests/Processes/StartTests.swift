import Testing

/// How programs that cannot start say so.
@Suite struct StartTests {
    @Test func withoutSocketIsAUsageError() throws {
        let sandbox = try Sandbox(name: "start")
        try sandbox.configure()
        let finished = try ChildProcess.run(Products.gateway, ["--conf", sandbox.configurationPath])
        #expect(finished.exit == .code(2))
        #expect(finished.error.contains("--listen"))
    }

    @Test(
        arguments: [
            ("identifier = serialnum", "identifier"), ("logging = maybe", "logging"),
            ("disable_topology_validation = perhaps", "disable_topology_validation"),
            ("config_handler_timeout = never", "config_handler_timeout"),
        ],
        ["gateway", "ztps"])
    func badValueNamesFileLineAndOption(value: (line: String, option: String), program: String) throws {
        let sandbox = try Sandbox(name: "start")
        try sandbox.configure(extra: [value.line])
        let finished = try ChildProcess.run(
            program == "ztps" ? Products.standalone : Products.gateway,
            ["--conf", sandbox.configurationPath]
                + (program == "ztps" ? [] : ["--listen", "unix:\(sandbox.path)/run/gateway.sock"]))
        #expect(finished.exit == .code(1))
        let lines = finished.error.split(separator: "\n")
        #expect(lines.count == 1)
        #expect(
            lines.last?.hasPrefix("\(sandbox.configurationPath):4: \(value.option): ") == true, "\(finished.error)")
        #expect(finished.error.contains("allowed: "))
    }

    @Test(arguments: ["gateway", "ztps"])
    func missingConfigurationFile(program: String) throws {
        let finished = try ChildProcess.run(
            program == "ztps" ? Products.standalone : Products.gateway,
            ["--conf", "/nonexistent.conf"] + (program == "ztps" ? [] : ["--listen", "unix:/tmp/never.sock"]))
        #expect(finished.exit == .code(1))
        #expect(finished.error.contains("/nonexistent.conf"))
    }

    @Test(arguments: ["gateway", "ztps"])
    func missingDataRoot(program: String) throws {
        let sandbox = try Sandbox(name: "start")
        try sandbox.configure(port: try Sandbox.freePort())
        Files.removeTree(sandbox.dataRoot.path)
        let finished = try ChildProcess.run(
            program == "ztps" ? Products.standalone : Products.gateway,
            ["--conf", sandbox.configurationPath]
                + (program == "ztps" ? [] : ["--listen", "unix:\(sandbox.path)/run/gateway.sock"]))
        #expect(finished.exit == .code(1))
        #expect(finished.error.contains(sandbox.dataRoot.path))
    }

    @Test func explicitConfigurationWinsOverTheEnvironment() throws {
        let other = try Sandbox(name: "start")
        try other.configure(mount: .prefix)
        let fixture = try GatewayFixture.make(environment: ["ZTPS_CONFIG=\(other.configurationPath)"])
        let reply = try fixture.reply(to: Message(target: "/bootstrap"))
        #expect(reply.text.contains("SERVER = '\(Mount.root.serverURL)'"))
    }

    @Test func environmentNamesTheConfiguration() throws {
        let sandbox = try Sandbox(name: "start")
        try sandbox.configure(mount: .prefix)
        let reply = try CGIDriver(sandbox: sandbox).send(Message(target: "/bootstrap"))
        #expect(reply.text.contains("SERVER = '\(Mount.prefix.serverURL)'"))
    }
}
