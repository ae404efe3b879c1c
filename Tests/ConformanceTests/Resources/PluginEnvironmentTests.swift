import Testing

/// What plugins are given by real servers.
@Suite struct PluginEnvironmentTests {
    private static let definition = "actions: [{attributes: {v: \"environment('x')\"}}]\n"
    private static let program = "#!/bin/sh\nenv | cut -d= -f1 | grep -E '^[A-Z_]+$' | sort | tr '\\n' ' '\n"
    private static let module = """
        import os

        def main(node_id, pool, node):
            return " ".join(sorted(name for name in os.environ))

        """

    /// A CGI program has the request in its own environment: plugins must not.
    @Test(arguments: ["program", "module"]) func cgiVariablesStayBehind(kind: String) throws {
        let sandbox = try Sandbox(name: "plugins")
        try sandbox.configure()
        for given in [Given].node("N", definition: Self.definition) + [
            .file("plugins/environment", kind == "program" ? Self.program : Self.module, mode: 0o755)
        ] { try sandbox.dataRoot.apply(given) }
        var message = Message(target: "/nodes/N", fields: [("X-Arista-Serial", "S"), ("Proxy", "evil")])
        message.body = Array("null".utf8)
        message.contentLength = 4
        let environment =
            CGIEnvironment(message, style: .mounted).strings
            + ["ZTPS_CONFIG=\(sandbox.configurationPath)", "MYSQL_USER=root", "PATH=/usr/bin:/bin"].map {
                Array($0.utf8)
            }
        let finished = try ChildProcess.run(Products.gateway, environment: environment, input: message.body ?? [])
        let reply = try ReplyParser.cgi(finished.output, method: "GET")
        let names = try #require(reply.givenValue, "\(reply) \(finished.error)").split(separator: " ").map(String.init)
        #expect(names.contains("MYSQL_USER") && names.contains("PATH") && names.contains("ZTPS_CONFIG"), "\(names)")
        let foreign = names.filter { name in
            ["HTTP_", "REMOTE_", "SERVER_", "REQUEST_", "CONTENT_", "PATH_", "SCRIPT_", "QUERY_", "GATEWAY_"].contains {
                name.hasPrefix($0)
            }
        }
        #expect(foreign.isEmpty)
    }

    /// Neither the socket, nor a lock, nor anything else that the server has open.
    @Test func descriptorsAreNotInherited() throws {
        let fixture = try GatewayFixture.make(
            given: .node("N", definition: Self.definition) + [
                .file(
                    "plugins/environment",
                    "#!/bin/sh\nfor end in /proc/$$/fd/*; do readlink \"$end\"; done | tr '\\n' ' '\n", mode: 0o755)
            ])
        let value = try #require(fixture.reply(to: Message(target: "/nodes/N")).givenValue)
        let ends = value.split(separator: " ").map(String.init)
        #expect(ends.count { $0.hasPrefix("pipe:") } >= 3, "\(ends)")
        // The shell has the script open.
        #expect(
            !ends.contains { $0.hasPrefix("socket:") || $0.contains("data_root") && !$0.hasSuffix("/environment") },
            "\(ends)")
    }

    /// python3 is found even where a web server hands down no PATH at all.
    @Test func pythonIsFoundWithoutAPath() throws {
        let sandbox = try Sandbox(name: "plugins")
        try sandbox.configure()
        for given in [Given].node("N", definition: Self.definition) + [
            .file("plugins/environment", "def main(a, b, c):\n    return 'found'\n")
        ] { try sandbox.dataRoot.apply(given) }
        #expect(try CGIDriver(sandbox: sandbox).send(Message(target: "/nodes/N")).givenValue == "found")
    }

    /// What goes wrong is one line with the pool, its size and who asked.
    @Test(arguments: [
        ("allocate('full')", "the pool 'full' is exhausted: all 2 entries are given out"),
        ("allocate('absent')", "there is no pool 'absent'"),
        ("allocate('folder')", "the pool 'folder' is a folder"),
        ("sqlite('keys')", "there is no database"),
        ("silent('x')", "silent('x') gives no value: the plugin printed nothing"),
        ("slow('x')", "slow('x') gives no value: the plugin ran too long and was killed"),
    ])
    func refusalsAreOneLine(call: String, words: String) throws {
        let sandbox = try Sandbox(name: "plugins")
        try sandbox.configure()
        let configuration = try Files.text(sandbox.configurationPath) + "[resources]\nplugin_timeout = 1\n"
        try Files.write(sandbox.configurationPath, Array(configuration.utf8))
        let definition = "actions: [{attributes: {u: \"allocate('first')\", v: \"\(call)\"}}]\n"
        for given in [Given].node("N77", definition: definition) + [
            .file("resources/full", "a: X\nb: Y\n"), .file("resources/first", "a: # free\n"),
            .folder("resources/folder"),
            .file("plugins/silent", "#!/bin/sh\n", mode: 0o755),
            .file("plugins/slow", "#!/bin/sh\nsleep 30\n", mode: 0o755),
        ] { try sandbox.dataRoot.apply(given) }
        let gateway = try Gateway(sandbox)
        let answer = try gateway.client.send(Message(target: "/nodes/N77"))
        let reply = try ReplyParser.cgi(answer.output, method: "GET")
        #expect(reply.status == 400 && reply.body.isEmpty)
        let lines = String(decoding: answer.error, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 1, "\(lines)")
        #expect(lines.first.map { $0.contains(words) && $0.contains("node=N77") } == true, "\(lines)")
        #expect(try Files.text(sandbox.dataRoot.absolute("resources/first")) == "a: # free\n")
    }

    /// What a plugin writes to its standard error is logged with the node.
    @Test func errorsAreLoggedWithTheNode() throws {
        let fixture = try GatewayFixture.make(
            given: .node("N77", definition: Self.definition) + [
                .file("plugins/environment", "#!/bin/sh\necho 'asking the database' >&2\necho x\n", mode: 0o755)
            ])
        let answer = try fixture.gateway.client.send(Message(target: "/nodes/N77"))
        let lines = String(decoding: answer.error, as: UTF8.self).split(separator: "\n")
        #expect(lines.contains { $0.contains("node=N77") && $0.contains("asking the database") }, "\(lines)")
    }
}
