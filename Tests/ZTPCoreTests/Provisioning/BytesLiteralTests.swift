import Testing

@testable import ZTPCore

/// Startup-configs that an old release damaged: see `BytesLiteral`.
@Suite struct BytesLiteralTests {
    @Test(arguments: [
        #"b'! Command: show startup-config\nhostname leaf1\n'"#, #"b"banner 'x'\n""#, "b''", "b\"\"", "b'x'\n",
        "b'x'\r\n",
        #"b'it\'s "x"\\'"#, #"b'\xff'"#,
    ])
    func isOne(text: String) {
        #expect(BytesLiteral.isAll(of: Array(text.utf8)))
    }

    @Test(arguments: [
        "", "b", "b'", "hostname x\n", "b'x", "b'x\"", "'x'", "b'x' y", "b'x\ny'", "b'x'\nb'y'\n", #"b'x\'"#, "b'é'",
        "B'x'",
        "banner 'x'", " b'x'", "b'x''",
    ])
    func isNone(text: String) {
        #expect(!BytesLiteral.isAll(of: Array(text.utf8)))
    }

    /// The command that is named gives back what the switch sent, keeps the damaged file, its mode and its place.
    @Test func repairWorks() throws {
        let sandbox = try PoolSandbox()
        try sandbox.makeFolder("nodes/it's A")
        let damaged = #"b'hostname it\'s "x"\nbanner \xc3\xa9\\\n'"#
        try sandbox.write("nodes/it's A/startup-config", damaged, mode: 0o640)
        let path = sandbox.absolute("nodes/it's A/startup-config")
        try sandbox.write("repair", "#!/bin/sh\n\(BytesLiteral.repair(path))\n", mode: 0o755)
        let command = ChildProcesses.Command(program: sandbox.absolute("repair"), timeout: 600)
        let result = ChildProcesses().run(command)
        #expect(result.outcome == .exited(0), "\(String(decoding: result.errors, as: UTF8.self))")
        #expect(sandbox.text("nodes/it's A/startup-config") == "hostname it's \"x\"\nbanner é\\\n")
        #expect(sandbox.text("nodes/it's A/startup-config.damaged") == damaged)
        #expect(sandbox.mode("nodes/it's A/startup-config") & 0o777 == 0o640)
    }
}
