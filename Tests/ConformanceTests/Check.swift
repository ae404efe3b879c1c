import Testing

/// Holds a reply against an expectation.
struct Check {
    var mount: Mount
    var isDirect: Bool
    var method: String

    /// Everything that is wrong, in words.
    func problems(of reply: Reply, expecting expected: Expectation, previous: Reply?) throws -> [Comment] {
        switch expected.status {
        case .exactly(let status):
            guard reply.status == status else { return ["status \(reply.status), not \(status)"] }
        case .oneOf(let statuses):
            guard statuses.contains(reply.status) else {
                return ["status \(reply.status), not one of \(statuses.sorted())"]
            }
        case .refusal(let status):
            if !isDirect {
                guard (400..<500).contains(reply.status) else { return ["status \(reply.status), no 4xx"] }
                return reply.text.contains("secret") ? ["a file outside data_root was sent"] : []
            }
            guard reply.status == status else { return ["status \(reply.status), not \(status)"] }
        }
        var problems: [Comment] = []
        if let type = expected.type, reply["Content-Type"] != type {
            problems.append("Content-Type \(reply["Content-Type"] ?? "missing"), not \(type)")
        }
        if reply.status != 304, reply["Content-Type"] == nil { problems.append("no Content-Type") }
        for (name, rule) in expected.fields {
            if let problem = problem(of: reply[name], rule, previous: previous?[name]) {
                problems.append("\(name) \(problem)")
            }
        }
        if let problem = try problem(ofBody: reply, expected.body) { problems.append(problem) }
        return problems
    }

    private func problem(of value: String?, _ rule: Expectation.FieldRule, previous: String?) -> Comment? {
        let shown = value ?? "missing"
        switch rule {
        case .equals(let text):
            return value == text ? nil : "\(shown), not \(text)"
        case .tokens(let tokens):
            let found = Set((value ?? "").split(separator: ",").map { String($0.drop { $0 == " " }) })
            return found == tokens ? nil : "\(shown), not \(tokens.sorted())"
        case .absent:
            return value == nil ? nil : "\(shown), should be absent"
        case .url(let path):
            return value == mount.base + path ? nil : "\(shown), not \(mount.base + path)"
        case .strongTag:
            let isStrong = value.map { $0.hasPrefix("\"") && $0.hasSuffix("\"") && $0.utf8.count > 2 } == true
            return isStrong ? nil : "\(shown), no strong entity tag"
        case .unchanged:
            return value != nil && value == previous ? nil : "\(shown), was \(previous ?? "missing")"
        case .changed:
            return value != nil && value != previous ? nil : "\(shown), as before"
        }
    }

    private func problem(ofBody reply: Reply, _ rule: Expectation.BodyRule) throws -> Comment? {
        switch rule {
        case .any:
            return nil
        case .empty:
            guard reply.body.isEmpty else { return "a body of \(reply.body.count) bytes" }
            // Apache leaves a length of zero out of answers to HEAD.
            guard method != "HEAD", reply.status != 304, isDirect else { return nil }
            return reply["Content-Length"] == "0" ? nil : "an empty body without Content-Length: 0"
        case .bytes(let bytes):
            return reply.body == bytes ? nil : "another body of \(reply.body.count) bytes, not \(bytes.count)"
        case .text(let text):
            return reply.text == text ? nil : "body \(reply.text), not \(text)"
        case .json(let text):
            let wanted = compactJSON(text).replacing("@URL@", with: mount.base)
            return compactJSON(reply.text) == wanted ? nil : "body \(reply.text), not \(wanted)"
        case .substituted(let text):
            let wanted = text.replacing("@SERVER@", with: mount.serverURL)
            return reply.text == wanted ? nil : "body \(reply.text), not \(wanted)"
        case .meta(let bytes):
            let wanted = #"{"size":\#(bytes.count),"sha1":"\#(try SHA1.hex(of: bytes))"}"#
            return compactJSON(reply.text) == wanted ? nil : "body \(reply.text), not \(wanted)"
        case .announced(let length):
            guard reply.body.isEmpty else { return "a body of \(reply.body.count) bytes" }
            return reply["Content-Length"] == String(length) ? nil : "Content-Length is not \(length)"
        }
    }
}
