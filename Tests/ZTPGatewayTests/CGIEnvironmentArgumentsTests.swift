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
        ("other", ["--conf", "/etc/z.conf"], ["--conf", "/etc/z.conf"]),
    ])
    func words(query: String, arguments: [String], own: [String]) {
        let environment = CGIEnvironment(["GATEWAY_INTERFACE": "CGI/1.1", "QUERY_STRING": query])
        #expect(environment.ownArguments(of: arguments) == own)
    }

    @Test func outsideCGI() {
        #expect(CGIEnvironment(["QUERY_STRING": "--debug"]).ownArguments(of: ["--debug"]) == ["--debug"])
    }
}
