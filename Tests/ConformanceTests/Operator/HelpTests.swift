import Testing

/// What the commands say of themselves: pinned to the letter in Snapshots/.
@Suite struct HelpTests {
    static let commands: [[String]] = [
        [], ["explain"], ["nodes"], ["nodes", "list"], ["nodes", "show"], ["nodes", "remove"], ["pools"], ["release"],
        ["doctor"],
    ]

    @Test(arguments: commands)
    func help(command: [String]) throws {
        let finished = try ChildProcess.run(
            Products.standalone, command + ["--help"], environment: [Array("COLUMNS=80".utf8)])
        #expect(finished.exit == .code(0) && finished.error.isEmpty)
        let name = (["ztps"] + command).joined(separator: "-")
        try Snapshot.expect(String(decoding: finished.output, as: UTF8.self), is: "\(name).txt")
    }

    /// The page for man(1) that deploy/install installs.
    @Test func manual() throws {
        let finished = try ChildProcess.run(Products.standalone, ["manual"])
        #expect(finished.exit == .code(0) && finished.error.isEmpty)
        let page = String(decoding: finished.output, as: UTF8.self)
        try Snapshot.expect(page.replacing(/"ztps \d+\.\d+\.\d+"/, with: "\"ztps VERSION\""), is: "ztps.8")
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let finished = try ChildProcess.run(Products.standalone, ["--generate-completion-script", shell])
        #expect(finished.exit == .code(0))
        let script = String(decoding: finished.output, as: UTF8.self)
        for word in ["explain", "nodes", "doctor", "validate-config", "clear-resources"] {
            #expect(script.contains(word))
        }
    }

    /// The documented spellings all work without a subcommand.
    @Test(arguments: ["--version", "-v"])
    func version(option: String) throws {
        let finished = try ChildProcess.run(Products.standalone, [option])
        #expect(finished.exit == .code(0))
        #expect(String(decoding: finished.output, as: UTF8.self).wholeMatch(of: /ztps \d+\.\d+\.\d+\n/) != nil)
    }

    @Test(arguments: [["--nonsense"], ["nonsense"], ["--port"], ["--port", "99999"], ["explain"], ["nodes", "show"]])
    func wrongCommandLine(arguments: [String]) throws {
        let finished = try ChildProcess.run(Products.standalone, arguments)
        #expect(finished.exit == .code(2) && finished.output.isEmpty)
        #expect(finished.error.hasPrefix("Error: "))
    }
}
