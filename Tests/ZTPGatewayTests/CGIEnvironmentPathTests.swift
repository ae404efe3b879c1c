import Testing
import ZTPCore
import ZTPGateway

@Suite struct CGIEnvironmentPathTests {
    @Test(arguments: [
        (Samples.nginx, ["ztpserver", "files", "a/b", "", "c"], ""),
        (Samples.nginxGET, ["bootstrap"], ""),
        (Samples.fcgidMounted, ["files", "a/b", "", "c"], "/ztpserver"),
        (Samples.fcgidRoot, ["nodes", "A/B"], ""),
        (Samples.proxy, ["ztpserver", "files", "a/b", "", "c"], ""),
        (Samples.cgiMounted, ["nodes", "", "c d"], "/ztpserver"),
        (Samples.cgiRoot, ["nodes", "a/b"], ""),
    ])
    func dumped(environment: CGIEnvironment, segments: [String], mount: String) {
        let request = environment.request()
        #expect(request.path == .success(RequestPath(segments: segments)))
        #expect(request.mount == mount)
    }

    @Test(arguments: [
        // REQUEST_URI, SCRIPT_NAME, PATH_INFO
        ("/ztp/bootstrap", "/ztp", "/bootstrap", ["bootstrap"]),
        ("/%7Atp/bootstrap", "/ztp", "/bootstrap", ["bootstrap"]),
        ("http://h:80/ztp/bootstrap?q", "/ztp", "/bootstrap", ["bootstrap"]),
        ("/ztp/bootstrap/", "/ztp", "/bootstrap/", ["bootstrap", ""]),
        ("/ztp/", "/ztp", "/", [""]),
        ("/ztp//bootstrap", "/ztp", "/bootstrap", ["bootstrap"]),
        ("/ztp", "/ztp", "", ["ztp"]),
        ("/a/b/nodes/X", "/a/b", "/nodes/X", ["nodes", "X"]),
        ("/a/b/nodes/X", "/a/b/", "/nodes/X", ["nodes", "X"]),
        // A script at the root.
        ("/ztp/bootstrap", "/", "/ztp/bootstrap", ["ztp", "bootstrap"]),
        ("/bootstrap/config", "/bootstrap", "/config", ["bootstrap", "config"]),
        ("/nodes/nodes", "/nodes", "/nodes", ["nodes", "nodes"]),
        ("/ztp/nodes/X", "/ztp/nodes", "/X", ["ztp", "nodes", "X"]),
        // Rewrites.
        ("/old/bootstrap", "/ztp", "/bootstrap", ["bootstrap"]),
        ("/old/nodes/X/", "/ztp", "/nodes/X/", ["nodes", "X", ""]),
        ("/elsewhere", "/ztp", "/bootstrap", ["elsewhere"]),
        // A mount in name only.
        ("/ztpserver/x", "/ztp", "/y", ["ztpserver", "x"]),
        // Without REQUEST_URI.
        ("", "/ztp", "/nodes/a%b", ["nodes", "a%b"]),
        ("", "/nodes", "/X", ["nodes", "X"]),
        ("", "/", "/bootstrap", ["bootstrap"]),
        ("", "/bootstrap", "", ["bootstrap"]),
        ("", "", "/bootstrap/", ["bootstrap", ""]),
    ])
    func mounts(target: String, script: String, info: String, segments: [String]) {
        let environment = CGIEnvironment(["REQUEST_URI": target, "SCRIPT_NAME": script, "PATH_INFO": info])
        #expect(environment.path == .success(RequestPath(segments: segments)))
    }

    @Test(arguments: [
        ("/nodes/%00", RequestPath.Problem.nul),
        ("/nodes/%2e%2e/x", .dotSegment),
        ("/ztp/../x", .dotSegment),
        ("/nodes/%zz", .malformedEscape),
        ("/nodes/%ff", .notUTF8),
    ])
    func problems(target: String, problem: RequestPath.Problem) {
        let environment = CGIEnvironment(["REQUEST_URI": target, "SCRIPT_NAME": "/ztp", "PATH_INFO": "/x"])
        #expect(environment.path == .failure(problem))
    }

    @Test(arguments: ["REQUEST_URI", "PATH_INFO", "SCRIPT_NAME"])
    func bytesThatAreNoText(variable: String) {
        let environment = CGIEnvironment(bytes: [variable: Array("/nodes/".utf8) + [0xFF]])
        #expect(environment.request().path == .failure(.notUTF8))
    }

    @Test func nothingAtAll() {
        #expect(CGIEnvironment([:]).request().path == .success(RequestPath(segments: [""])))
    }
}
