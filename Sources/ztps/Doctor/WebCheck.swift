import Glibc
import HTTPTypes
import Logging
import SystemPackage
import ZTPCore

/// Whether requests reach this server through the web server in front of it, unharmed.
///
/// Every request is one that the server answers and logs nothing of, so nothing is left behind.
struct WebCheck {
    private let configuration: Configuration
    private let url: ServerURL

    init(_ configuration: Configuration, url: String?) {
        self.configuration = configuration
        self.url = url.flatMap { ServerURL($0) } ?? configuration.general.serverURL
    }

    /// - Parameter isOld: whether a process that runs has not read the configuration as it is now.
    func findings(isOld: () -> Bool) -> [Finding] {
        guard let curl = Curl() else {
            return [
                Finding(
                    "url", .unknown, "curl, which the requests are made with, is not installed",
                    remedy: "apt-get install curl (RHEL: dnf install curl)")
            ]
        }
        defer { curl.end() }
        do throws(Curl.Failure) {
            let reached = try reaching(curl, isOld)
            guard reached.status != .error else { return [reached] }
            return [reached, try identity(curl), try bodies(curl), try downloads(curl)]
        } catch {
            return [
                Finding(
                    "url", .error, "\(url.text) cannot be reached: \(error.reason)",
                    remedy: "systemctl status ztpserver.socket nginx apache2; and does the name resolve here?")
            ]
        }
    }

    // MARK: The bootstrap script

    private func reaching(_ curl: Curl, _ isOld: () -> Bool) throws(Curl.Failure) -> Finding {
        let script = url.joining("bootstrap")
        let reply = try curl.request("GET", script)
        switch reply.status {
        case 200 where reply.contentType == "text/x-python":
            guard let own = ownScript() else {
                return Finding(
                    "url", .warning,
                    "\(script) answers, and data_root here has no bootstrap script: it is another one's",
                    remedy: "compare data_root in the configuration of the service")
            }
            guard own == reply.body else {
                guard isOld() else {
                    return Finding(
                        "url", .warning,
                        "\(script) serves another script than the one in data_root here, although no process here has an "
                            + "old configuration: another server answers, or something in between",
                        remedy: "compare the site file with the data_root and the server_url of the service")
                }
                return Finding(
                    "url", .warning,
                    "\(script) serves the script with the configuration as it was before it was changed",
                    remedy: "systemctl restart ztpserver (mod_fcgid: systemctl restart apache2)")
            }
            return Finding("url", .ok, "\(script) serves the bootstrap script")
        case 200:
            return Finding(
                "url", .error, "another server answers at \(script), with \(reply.contentType)",
                remedy: "check the site file: is the service mounted at this path?")
        case 400:
            let place = FilePath("data_root/bootstrap").pushing(FilePath(configuration.bootstrap.filename))
            return Finding(
                "url", .error, "\(script) is refused: there is no bootstrap script", remedy: "put one at \(place)")
        case 404:
            if !url.prefix.isEmpty, try curl.request("GET", origin + "/bootstrap").contentType == "text/x-python" {
                return Finding(
                    "url", .error, "the server is at \(origin)/, not below /\(url.prefix.joined(separator: "/"))",
                    remedy: "mount it below that path, or set server_url = \(origin)/")
            }
            return Finding(
                "url", .error, "\(script) is not found: the web server does not hand this path on",
                remedy: "check that the site file's path is that of server_url")
        case 502, 503, 504:
            return Finding(
                "url", .error, "the web server answers \(reply.status): it cannot reach the gateway",
                remedy: "systemctl restart ztpserver.socket; may the web server's user connect to the socket?")
        default:
            return Finding(
                "url", .error, "\(script) answers with status \(reply.status)",
                remedy: "see the web server's error log")
        }
    }

    /// What this configuration's server would send.
    private func ownScript() -> [UInt8]? {
        let silent = Logger(label: "doctor") { _ in SwiftLogNoOpLogHandler() }
        guard let application = try? Application(configuration: configuration, logger: silent) else { return nil }
        let response = application.respond(to: Request(method: .get, target: "/bootstrap", logger: silent))
        guard response.status == .ok, case .bytes(let bytes) = response.body else { return nil }
        return bytes
    }

    // MARK: Who answers

    private func identity(_ curl: Curl) throws(Curl.Failure) -> Finding {
        let config = url.joining("bootstrap", "config")
        let reply = try curl.request("HEAD", config)
        // The earlier server knows no HEAD, and a file server does not know the path.
        guard reply.status == 200, reply.contentType == "application/json" else {
            return Finding(
                "server", .warning,
                "HEAD \(config) answers with status \(reply.status): another server, or one in between, answers for it",
                remedy: "let the web server hand on every method")
        }
        return Finding("server", .ok, "it is this server that answers")
    }

    private var origin: String {
        let scheme = url.text.prefix { $0 != ":" }
        let authority = url.text.dropFirst(scheme.count + 3).prefix { $0 != "/" }
        return "\(scheme)://\(authority)"
    }

    // MARK: Bodies

    private func bodies(_ curl: Curl) throws(Curl.Failure) -> Finding {
        let size = configuration.limits.maxBody
        let file = curl.folder.appending("request")
        do {
            let descriptor = try FileDescriptor.open(
                file, .writeOnly, options: [.create, .closeOnExec], permissions: .ownerReadWrite)
            defer { try? descriptor.close() }
            let blanks = [UInt8](repeating: UInt8(ascii: " "), count: min(size, 1 << 20))
            var left = size
            while left > 0 { left -= try descriptor.writeAll(blanks.prefix(left)) }
        } catch {
            return Finding("bodies", .unknown, "there is no room in /tmp for a body of \(size) bytes")
        }
        let reply: Curl.Reply
        // Switches send bodies with GET, too, and the server reads all of it before it answers.
        do { reply = try curl.request("GET", url.joining("bootstrap"), body: file) } catch {
            return Finding(
                "bodies", .error, "a body of max_body, \(size) bytes, breaks the connection: \(error.reason)",
                remedy: Self.bodyRemedy(size))
        }
        guard reply.status != 200 else {
            return Finding("bodies", .ok, "bodies of \(size) bytes, max_body, get through")
        }
        return Finding(
            "bodies", .error, "a body of max_body, \(size) bytes, is answered with \(reply.status) by the web server",
            remedy: Self.bodyRemedy(size))
    }

    private static func bodyRemedy(_ size: Int) -> String {
        let megabytes = (size + (1 << 20) - 1) >> 20
        return "nginx: client_max_body_size \(megabytes)m; Apache: LimitRequestBody \(size), FcgidMaxRequestLen \(size)"
    }

    // MARK: Downloads

    private func downloads(_ curl: Curl) throws(Curl.Failure) -> Finding {
        guard let (file, size) = sample() else {
            return Finding("downloads", .ok, "there is no file in data_root/files to try")
        }
        let reply = try curl.request(
            "GET", file.reduce(url.joining("files")) { ServerURL($0)?.joining($1) ?? $0 },
            fields: ["Accept-Encoding: gzip, deflate"])
        if let encoding = reply.fields["content-encoding"] {
            return Finding(
                "downloads", .error, "files are sent with \(encoding), and switches compare sizes",
                remedy: "nginx: gzip off; Apache: SetEnv no-gzip 1")
        }
        guard reply.status == 200, reply.body.count == size else {
            return Finding(
                "downloads", .error,
                "files/\(file.joined(separator: "/")) has \(size) bytes, and status \(reply.status) with "
                    + "\(reply.body.count) bytes came",
                remedy: "see the web server's error log; compare data_root")
        }
        guard reply.fields["content-length"] == String(size) else {
            return Finding(
                "downloads", .error,
                "files come without Content-Length, so a switch does not notice when one is cut off",
                remedy:
                    "Apache with proxy_fcgi or CGI: SetEnv ap_trust_cgilike_cl 1; nginx: no filter that rewrites files")
        }
        return Finding("downloads", .ok, "files arrive whole, uncompressed and with their length")
    }

    /// A file that a web server would compress if it did that at all.
    private func sample() -> (path: [String], size: Int)? {
        let root = configuration.general.dataRoot.appending("files")
        var folders: [[String]] = [[]]
        var looked = 0
        while let folder = folders.popLast() {
            for name in ((try? FilePath.names(in: folder.reduce(root) { $0.appending($1) })) ?? []).sorted() {
                looked += 1
                guard looked < 1_000 else { return nil }
                let path = folder + [name]
                var status = Glibc.stat()
                guard fstatat(AT_FDCWD, path.reduce(root) { $0.appending($1) }.string, &status, 0) == 0 else {
                    continue
                }
                if status.st_mode & S_IFMT == S_IFDIR, path.count < 8 { folders.append(path) }
                if status.st_mode & S_IFMT == S_IFREG, (1...(1 << 20)).contains(status.st_size), !name.hasPrefix(".") {
                    return (path, Int(status.st_size))
                }
            }
        }
        return nil
    }
}
