import Glibc
import SystemPackage
import ZTPCore

/// Requests made with curl: it has the machine's certificates, and what it does can be repeated by hand.
struct Curl {
    /// What came back.
    struct Reply {
        var status: Int
        var contentType: String
        /// Names in lower case.
        var fields: [String: String]
        var body: [UInt8]
    }

    /// Why nothing came back, in curl's words.
    struct Failure: Error {
        var reason: String
    }

    let folder: FilePath

    init?() {
        guard Program.path("curl") != nil else { return nil }
        var template = Array("/tmp/ztps-doctor.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { return nil }
        folder = FilePath(String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
    }

    /// Removes what the requests left on this machine.
    func end() {
        for name in (try? FilePath.names(in: folder)) ?? [] { _ = unlink(folder.appending(name).string) }
        _ = rmdir(folder.string)
    }

    /// - Parameter body: a file to send.
    func request(_ method: String, _ url: String, fields: [String] = [], body: FilePath? = nil) throws(Failure) -> Reply
    {
        let head = folder.appending("head")
        let content = folder.appending("body")
        for file in [head, content] { _ = unlink(file.string) }
        var arguments = [
            "--silent", "--show-error", "--max-time", "40", "--connect-timeout", "5", "--request", method,
            "--dump-header", head.string, "--output", content.string, "--header", "Expect:",
        ]
        // Otherwise curl waits for a body that does not come.
        if method == "HEAD" { arguments.append("--head") }
        for field in fields { arguments += ["--header", field] }
        if let body {
            arguments += ["--header", "Content-Type: application/json", "--data-binary", "@\(body)"]
        }
        let answer = Program.run("curl", arguments + [url], timeout: 60)
        // A server may answer before it has read the whole body, and close: the answer counts.
        guard let reply = reply(head, content) else {
            let reason = answer.errors.split(separator: "\n").last.map(String.init)
            throw Failure(reason: reason ?? "\(answer.outcome)")
        }
        return reply
    }

    private func reply(_ head: FilePath, _ content: FilePath) -> Reply? {
        guard let text = try? String(contentsOf: head) else { return nil }
        // The last block counts: 100 Continue may stand before it.
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
        guard let start = lines.lastIndex(where: { $0.hasPrefix("HTTP/") }),
            let status = lines[start].split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        var fields: [String: String] = [:]
        for line in lines[(start + 1)...] {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        let type = fields["content-type"] ?? ""
        let body = (try? content.readAll()) ?? []
        return Reply(status: status, contentType: String(type.prefix { $0 != ";" }), fields: fields, body: body)
    }
}
