import Glibc
import Testing

/// `ztps doctor` with real servers. What the machine itself is like (clock, disk, SELinux) is left out.
@Suite(.serialized) struct DoctorTests {
    /// The lines of some checks, without blanks that align them.
    private static func lines(_ ended: Ended, _ checks: String...) -> [String] {
        ended.output.split(separator: "\n")
            .map { $0.split(separator: " ").joined(separator: " ") }
            .filter { line in checks.contains { line.split(separator: " ").dropFirst().first == Substring($0) } }
    }

    private static let script: Given = .file("bootstrap/bootstrap", "#!/usr/bin/python\nSERVER = '$SERVER'\n")

    /// A server at a port that its server_url names.
    private func standalone(path: String, _ given: [Given] = [script]) throws -> (
        CommandBench, StandaloneDriver, String
    ) {
        let bench = try CommandBench(given)
        let port = try Sandbox.freePort()
        let url = "http://127.0.0.1:\(port)\(path)"
        try configure(bench, url: url, port: port)
        return (bench, try StandaloneDriver(bench.sandbox, port: port), url)
    }

    private func configure(_ bench: CommandBench, url: String, port: Int) throws {
        let text = """
            [default]
            data_root = \(bench.sandbox.dataRoot.path)
            server_url = \(url)
            [server]
            interface = 127.0.0.1
            port = \(port)
            [limits]
            max_body = 64K

            """
        try Files.write(bench.sandbox.configurationPath, Array(text.utf8))
    }

    @Test func allIsWell() throws {
        let (bench, server, url) = try standalone(path: "/ztpserver/", [Self.script, .file("files/a/b.txt", "text\n")])
        defer { server.stop() }
        let before = Files.tree(bench.sandbox.dataRoot.path)
        let log = try Files.text(bench.sandbox.path + "/log/ztps.log")
        let ended = try bench.run(["doctor"])
        #expect(
            Self.lines(ended, "configuration", "url", "server", "bodies", "downloads", "process", "user") == [
                "ok configuration @/ztpserver.conf",
                "ok url \(url)bootstrap serves the bootstrap script",
                "ok server it is this server that answers",
                "ok bodies bodies of 65536 bytes, max_body, get through",
                "ok downloads files arrive whole, uncompressed and with their length",
                "ok process 1 process runs as '\(me)', version \(try Self.version())",
                "ok user checking for the user '\(me)'",
            ], "\(ended.output)")
        #expect(ended.exit == .code(0))
        // Real requests, and nothing is left of them, not even a line in the log, which nginx would show as an error.
        #expect(Files.tree(bench.sandbox.dataRoot.path) == before)
        #expect(try Files.text(bench.sandbox.path + "/log/ztps.log") == log)
    }

    private static func version() throws -> String {
        let finished = try ChildProcess.run(Products.standalone, ["--version"])
        return String(String(decoding: finished.output, as: UTF8.self).dropFirst("ztps ".count).dropLast())
    }

    /// The gateway that a web server started as its user, seen through a real nginx: who it is, and no line of an error.
    @Test func aGatewayBehindNginx() throws {
        try WebServer.nginx.requireProgram()
        try #require(ServiceUser.isRoot)
        let bench = try CommandBench([Self.script, .file("files/a.txt", "text\n")])
        let port = try Sandbox.freePort()
        try configure(bench, url: "http://127.0.0.1:\(port)/ztpserver/", port: port)
        let gateway = try Gateway(bench.sandbox, asServiceUser: true)
        let site = """
            server {
                listen 127.0.0.1:\(port);
                location /ztpserver/ {
                    include /etc/nginx/fastcgi_params;
                    fastcgi_param SCRIPT_NAME "";
                    fastcgi_pass unix:\(gateway.socket);
                }
            }
            """
        let file = bench.sandbox.path + "/nginx.conf"
        try Files.write(file, Array(Nginx.configuration(site: site, sandbox: bench.sandbox).utf8))
        let log = bench.sandbox.path + "/log/nginx.out"
        let nginx = try ServerProcess.start(
            try #require(WebServer.nginx.program), ["-p", bench.sandbox.path, "-c", file], log: log)
        defer { nginx.stop() }
        #expect(wait(seconds: 60) { (try? Connection(to: .port(port))) != nil })
        let before = try Files.text(gateway.log)
        let ended = try bench.run(["doctor"])
        #expect(
            Self.lines(ended, "server", "bodies", "downloads", "process", "user") == [
                "ok server it is this server that answers",
                "ok bodies bodies of 65536 bytes, max_body, get through",
                "ok downloads files arrive whole, uncompressed and with their length",
                "ok process 1 process runs as 'www-data', version \(try Self.version())",
                "ok user checking for the user 'www-data'",
            ], "\(ended.output)")
        #expect(try Files.text(gateway.log) == before)
        for name in Files.names(bench.sandbox.path + "/log") {
            let text = try Files.text(bench.sandbox.path + "/log/" + name)
            #expect(!text.contains("[error]"), "\(name): \(text)")
        }
    }

    @Test func nobodyAnswers() throws {
        let bench = try CommandBench([Self.script])
        let port = try Sandbox.freePort()
        try configure(bench, url: "http://127.0.0.1:\(port)", port: port)
        let ended = try bench.run(["doctor"])
        #expect(ended.exit == .code(1))
        let line = try #require(Self.lines(ended, "url").first)
        #expect(line.hasPrefix("error url http://127.0.0.1:\(port) cannot be reached: curl: (7)"), "\(line)")
        #expect(line.contains("; fix: "))
        #expect(ended.output.hasSuffix("errors, 0 warnings.\n") || ended.output.contains("1 error, "))
    }

    @Test func anotherScript() throws {
        let (bench, server, url) = try standalone(path: "")
        defer { server.stop() }
        try bench.sandbox.dataRoot.apply(.file("bootstrap/bootstrap", "#!/usr/bin/python\nSERVER = '$SERVER/'\n"))
        // The same file, and another server_url: the service was not restarted.
        let other = "http://localhost:\(url.split(separator: ":").last ?? "")"
        try configure(bench, url: other, port: 1)
        // Times of files and of processes are coarse; this one is clearly later.
        var times = [timespec(tv_sec: time(nil) + 2, tv_nsec: 0), timespec(tv_sec: time(nil) + 2, tv_nsec: 0)]
        try #require(utimensat(AT_FDCWD, bench.sandbox.configurationPath, &times, 0) == 0)
        let ended = try bench.run(["doctor", "--url", url])
        #expect(
            Self.lines(ended, "url", "process").map { $0.replacing(/process \d+/, with: "process ID") } == [
                "warning url \(url)/bootstrap serves the script with the configuration as it was before it was changed; "
                    + "fix: systemctl restart ztpserver (mod_fcgid: systemctl restart apache2)",
                "error process process ID of user '\(me)' started before @/ztpserver.conf was changed, and goes on as before; "
                    + "fix: systemctl restart ztpserver (mod_fcgid: systemctl restart apache2)",
            ], "\(ended.output)")
        // Somebody else's server: no process here is out of date.
        server.stop()
        let (another, theirs, address) = try standalone(path: "")
        defer { theirs.stop() }
        try another.sandbox.dataRoot.apply(.file("bootstrap/bootstrap", "#!/usr/bin/python\nSERVER = 'theirs'\n"))
        let elsewhere = try bench.run(["doctor", "--url", address])
        #expect(
            Self.lines(elsewhere, "url").first?.hasPrefix(
                "warning url \(address)/bootstrap serves another script than the one in data_root here, although no process"
            )
                == true, "\(elsewhere.output)")
        #expect(Self.lines(elsewhere, "process").first?.hasPrefix("unknown process no process on this machine") == true)
    }

    private var me: String { String(cString: getpwuid(geteuid()).pointee.pw_name) }

    @Test func noScript() throws {
        let (bench, server, url) = try standalone(path: "", [.removed("bootstrap/bootstrap")])
        defer { server.stop() }
        let ended = try bench.run(["doctor"])
        #expect(ended.exit == .code(1))
        #expect(
            Self.lines(ended, "url") == [
                "error url \(url)/bootstrap is refused: there is no bootstrap script; fix: put one at "
                    + "data_root/bootstrap/bootstrap"
            ])
    }

    @Test func thePathIsAnother() throws {
        let (bench, server, url) = try standalone(path: "")
        defer { server.stop() }
        let ended = try bench.run(["doctor", "--url", url + "/ztpserver/"])
        #expect(ended.exit == .code(1))
        #expect(
            Self.lines(ended, "url") == [
                "error url the server is at \(url)/, not below /ztpserver; fix: mount it below that path, or set "
                    + "server_url = \(url)/"
            ], "\(ended.output)")
    }

    /// A real nginx in front that takes small bodies only, and compresses.
    @Test func aWebServerThatGetsInTheWay() throws {
        try WebServer.nginx.requireProgram()
        let (bench, server, url) = try standalone(
            path: "/ztpserver/", [Self.script, .file("files/a.txt", String(repeating: "text ", count: 1_000))])
        defer { server.stop() }
        let port = try Sandbox.freePort()
        let site = """
            server {
                listen 127.0.0.1:\(port);
                client_max_body_size 1k;
                gzip on;
                gzip_types text/plain;
                location /ztpserver/ { proxy_pass \(url.replacing("/ztpserver/", with: "")); }
            }
            """
        let file = bench.sandbox.path + "/nginx.conf"
        try Files.write(file, Array(Nginx.configuration(site: site, sandbox: bench.sandbox).utf8))
        let nginx = try ServerProcess.start(
            try #require(WebServer.nginx.program), ["-p", bench.sandbox.path, "-c", file],
            log: bench.sandbox.path + "/log/nginx.out")
        defer { nginx.stop() }
        #expect(wait(seconds: 60) { (try? Connection(to: .port(port))) != nil })
        let ended = try bench.run(["doctor", "--url", "http://127.0.0.1:\(port)/ztpserver/"])
        #expect(ended.exit == .code(1))
        #expect(
            Self.lines(ended, "bodies", "downloads", "server") == [
                "ok server it is this server that answers",
                "error bodies a body of max_body, 65536 bytes, is answered with 413 by the web server; fix: nginx: "
                    + "client_max_body_size 1m; Apache: LimitRequestBody 65536, FcgidMaxRequestLen 65536",
                "error downloads files are sent with gzip, and switches compare sizes; fix: nginx: gzip off; Apache: "
                    + "SetEnv no-gzip 1",
            ], "\(ended.output)")
    }

    @Test func rightsOfTheService() throws {
        let bench = try CommandBench([Self.script, .file("definitions/secret", "actions: []\n", mode: 0o600)])
        try #require(ServiceUser.isRoot)
        let ended = try bench.run(["doctor", "--user", "nobody", "--url", "http://127.0.0.1:1/"])
        #expect(ended.exit == .code(1))
        let lines = Self.lines(ended, "user", "read", "write")
        #expect(lines.first == "ok user checking for the user 'nobody'")
        #expect(
            lines.contains {
                $0.hasPrefix("error read 'nobody' cannot read 1 of ")
                    && $0.contains("@/data_root/definitions/secret first; fix: chown -R nobody: @/data_root")
            },
            "\(lines)")
        #expect(
            lines.contains { $0.hasPrefix("error write 'nobody' cannot ") && $0.contains("; fix: ") }, "\(lines)")
        let missing = try bench.run(["doctor", "--user", "no-such-user"])
        #expect(
            Self.lines(missing, "user") == [
                "error user there is no user 'no-such-user' on this machine; fix: useradd --system no-such-user"
            ])
    }

    @Test func asJSON() throws {
        let (bench, server, _) = try standalone(path: "")
        defer { server.stop() }
        let ended = try bench.run(["doctor", "--json"])
        #expect(ended.exit == .code(0))
        #expect(
            ended.output.hasPrefix(
                #"[{"check": "configuration", "status": "ok", "text": "@/ztpserver.conf", "remedy": null}, "#))
        #expect(
            ended.output.contains(
                #"{"check": "server", "status": "ok", "text": "it is this server that answers", "remedy": null}"#))
    }

    @Test func withoutAConfiguration() throws {
        let finished = try ChildProcess.run(Products.standalone, ["doctor", "--conf", "/nonexistent.conf"])
        #expect(finished.exit == .code(2) && finished.output.isEmpty)
        #expect(finished.error == "ztps: /nonexistent.conf: cannot be read: No such file or directory\n")
        let url = try ChildProcess.run(Products.standalone, ["doctor", "--url", "ztpserver"])
        #expect(url.exit == .code(2))
    }
}
