import Testing
import ZTPGateway

@Suite struct CGIEnvironmentArgumentsTests {
    @Test(arguments: [
        // query, arguments of the process, those of the operator
        ("", ["--debug"], ["--debug"]),
        ("--conf+/x%3By", ["--conf", #"/x\;y"#], []),
        ("--conf+/x", ["--conf", "/etc/z.conf", "--conf", "/x"], ["--conf", "/etc/z.conf"]),
        ("--debug", ["--debug"], []),
        ("%2D-conf%00x+/evil", ["--conf", "/evil"], []),
        ("a++b", ["--debug", "a", "", "b"], ["--debug"]),
        ("a++b", ["--debug", "a", "b"], ["--debug"]),
        ("%zz+%4", [#"%zz"#, "%4"], []),
        ("--conf=/x", ["--conf", "/etc/z.conf"], ["--conf", "/etc/z.conf"]),
        ("a%FF", ["--debug", "a\u{FFFD}"], ["--debug"]),
        // What a wrapper gives stays, whatever looks like it.
        ("conf+/etc/z.conf", ["--conf", "/etc/z.conf"], ["--conf", "/etc/z.conf"]),
        ("conf+etczconf", ["--conf", "/etc/z.conf"], ["--conf", "/etc/z.conf"]),
        ("/etc/z.conf+--conf", ["--conf", "/etc/z.conf"], ["--conf", "/etc/z.conf"]),
        ("/etc/z.conf", ["--conf", "/etc/z.conf"], ["--conf", "/etc/z.conf"]),
        ("/etc/z.conf", ["--conf", "/etc/z.conf", "/etc/z.conf"], ["--conf", "/etc/z.conf"]),
        ("conf+/x", ["--conf", "/etc/z.conf", "conf", "/x"], ["--conf", "/etc/z.conf"]),
        // Apache passes 4,095 words on.
        ("--debug+a+b", ["--conf", "/etc/z.conf", "--debug", "a"], ["--conf", "/etc/z.conf"]),
        ("other", ["--conf", "/etc/z.conf"], ["--conf", "/etc/z.conf"]),
    ])
    func words(query: String, arguments: [String], own: [String]) {
        let environment = CGIEnvironment(["GATEWAY_INTERFACE": "CGI/1.1", "QUERY_STRING": query])
        #expect(environment.ownArguments(of: arguments, isCommandLine: Self.isComplete) == own)
    }

    @Test func outsideCGI() {
        let environment = CGIEnvironment(["QUERY_STRING": "--debug"])
        #expect(environment.ownArguments(of: ["--debug"], isCommandLine: Self.isComplete) == ["--debug"])
    }

    /// `--debug`, and `--conf` with a value.
    private static func isComplete(_ arguments: [String]) -> Bool {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            switch option {
            case "--debug": continue
            case "--conf": guard rest.popFirst() != nil else { return false }
            default: return false
            }
        }
        return true
    }
}
