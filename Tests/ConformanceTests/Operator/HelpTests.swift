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

    @Test func gatewayHelp() throws {
        let finished = try ChildProcess.run(Products.gateway, ["--help"], environment: [Array("COLUMNS=80".utf8)])
        #expect(finished.exit == .code(0) && finished.error.isEmpty)
        try Snapshot.expect(String(decoding: finished.output, as: UTF8.self), is: "ztpserver-fcgi.txt")
    }

    /// The pages for man(1), made as deploy/install makes them.
    @Test func manual() throws {
        try expectPage([], is: "ztps.8")
    }

    @Test func gatewayManual() throws {
        let dumped = try ChildProcess.run(Products.gateway, ["--experimental-dump-help"])
        #expect(dumped.exit == .code(0) && dumped.error.isEmpty)
        try expectPage(["--help-of", "-"], input: dumped.output, is: "ztpserver-fcgi.8")
    }

    @Test func configurationManual() throws {
        try expectPage(["--configuration", "\(Products.package)/deploy/ztpserver.conf"], is: "ztpserver.conf.5")
    }

    private func expectPage(_ arguments: [String], input: [UInt8] = [], is name: String) throws {
        let finished = try ChildProcess.run(Products.standalone, ["manual"] + arguments, input: input)
        #expect(finished.exit == .code(0) && finished.error.isEmpty)
        let page = String(decoding: finished.output, as: UTF8.self)
        try Snapshot.expect(page.replacing(/(ztps|ztpserver-fcgi) \d+\.\d+\.\d+"/) { "\($0.1) VERSION\"" }, is: name)
    }

    /// The page of the configuration cannot lack an option, nor have one that is gone.
    @Test func configurationManualNeedsEveryOption() throws {
        let shipped = try Files.text("\(Products.package)/deploy/ztpserver.conf")
        for (text, reason) in [
            (shipped.replacing("#port = 8080\n", with: ""), "the file has no explanation of server port"),
            (shipped + "\n# New.\n#colour = red\n", "the file explains what is not an option: limits colour"),
            (
                shipped.replacing("# From 1 to 65534.\n#port", with: "#ports"),
                "the file has no explanation of server port and explains what is not an option: server ports"
            ),
        ] {
            let finished = try ChildProcess.run(
                Products.standalone, ["manual", "--configuration", "-"], input: Array(text.utf8))
            #expect(finished.exit == .code(1))
            #expect(finished.error == "Error: \(reason)\n")
        }
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
