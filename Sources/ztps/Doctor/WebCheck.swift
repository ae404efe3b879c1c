import Glibc
import HTTPTypes
import Logging
import SystemPackage
import ZTPCore

/// Whether requests reach this server through the web server in front of it, unharmed.
///
/// Every request is one that the server refuses or only answers, so nothing is left behind but lines in its log.
struct WebCheck {
    private let configuration: Configuration
    private let url: ServerURL

    init(_ configuration: Configuration, url: String?) {
        self.configuration = configuration
        self.url = url.flatMap { ServerURL($0) } ?? configuration.general.serverURL
    }

    func findings() -> [Finding] {
        guard let curl = Curl() else {
            return [
                Finding(
                    "url", .unknown, "curl, which the requests are made with, is not installed",
                    remedy: "apt-get install curl (RHEL: dnf install curl)")
            ]
        }
        defer { curl.end() }
        do throws(Curl.Failure) {
            let reached = try reaching(curl)
            guard reached.status != .error else { return [reached] }
            return [reached, try identity(curl), try prefix(curl), try bodies(curl), try compression(curl)]
        } catch {
            return [
                Finding(
                    "url", .error, "\(url.text) cannot be reached: \(error.reason)",
                    remedy: "systemctl status ztpserver.socket nginx apache2; and does the name resolve here?")
            ]
        }
    }

    // MARK: The bootstrap script

    private func reaching(_ curl: Curl) throws(Curl.Failure) -> Finding {
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
                return Finding(
                    "url", .warning, "\(script) serves another script than the one in data_root here",
                    remedy: "restart the service if the configuration has changed; compare data_root and server_url")
            }
            return Finding("url", .ok, "\(script) serves the bootstrap script")
        case 200:
            return Finding(
                "url", .error, "another server answers at \(script), with \(reply.contentType)",
                remedy: "check the site file: is the service mounted at this path?")
        case 400:
            return Finding(
                "url", .error, "\(script) is refused: there is no bootstrap script",
                remedy: "put one at data_root/bootstrap/\(configuration.bootstrap.filename)")
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
        let nodes = url.joining("nodes")
        let reply = try curl.request("DELETE", nodes)
        // Neither the earlier server nor a file server answers like this.
        guard reply.status == 405, reply.fields["allow"] == "POST", reply.contentType == "text/html" else {
            return Finding(
                "server", .warning,
                "DELETE \(nodes) answers with status \(reply.status): another server, or one in between, answers for it",
                remedy: "let the web server hand on every method")
        }
        return Finding("server", .ok, "it is this server that answers")
    }

    private var origin: String {
        let scheme = url.text.prefix { $0 != ":" }
        let authority = url.text.dropFirst(scheme.count + 3).prefix { $0 != "/" }
        return "\(scheme)://\(authority)"
    }

    // MARK: The path

    private func prefix(_ curl: Curl) throws(Curl.Failure) -> Finding {
        guard !url.prefix.isEmpty else { return Finding("prefix", .ok, "server_url has no path") }
        let path = "/" + url.prefix.joined(separator: "/")
        // Who strips the path once leaves it there when it stands twice.
        let reply = try curl.request("GET", origin + path + path + "/bootstrap")
        guard reply.status == 200 else { return Finding("prefix", .ok, "the path \(path) reaches the server as it is") }
        return Finding("prefix", .ok, "the web server takes \(path) off, which the server copes with")
    }

    // MARK: Bodies

    private func bodies(_ curl: Curl) throws(Curl.Failure) -> Finding {
        let size = configuration.limits.maxBody
        let file = curl.folder.appending("request")
        do {
            let descriptor = try FileDescriptor.open(
                file, .writeOnly, options: [.create, .closeOnExec], permissions: .ownerReadWrite)
            defer { try? descriptor.close() }
            // Blanks are no JSON: the server has to read all of them to refuse them.
            let blanks = [UInt8](repeating: UInt8(ascii: " "), count: min(size, 1 << 20))
            var left = size
            while left > 0 { left -= try descriptor.writeAll(blanks.prefix(left)) }
        } catch {
            return Finding("bodies", .unknown, "there is no room in /tmp for a body of \(size) bytes")
        }
        let reply: Curl.Reply
        do { reply = try curl.request("POST", url.joining("nodes"), body: file) } catch {
            return Finding(
                "bodies", .error, "a body of max_body, \(size) bytes, breaks the connection: \(error.reason)",
                remedy: Self.bodyRemedy(size))
        }
        guard reply.status != 400 else {
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

    private func compression(_ curl: Curl) throws(Curl.Failure) -> Finding {
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
        return Finding("downloads", .ok, "files arrive whole and uncompressed")
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
