import OrderedCollections

/// What can be wrong with `logging` in bootstrap.conf: destinations and levels that are none.
///
/// A switch boots all the same, it only does not log there.
struct LoggingRule {
    let file: String

    func diagnostics(_ root: YAMLNode) throws(YAMLProblem) -> [Diagnostic] {
        var found: [Diagnostic] = []
        let pairs = try root.entries()
        for (key, pair) in pairs where !["logging", "xmpp"].contains(key.string) {
            guard let meant = NearestName.of(key.string, in: ["logging", "xmpp"]) else { continue }
            found.append(warning(pair.key, "unknown key '\(key)'; did you mean '\(meant)'?"))
        }
        guard let logging = pairs["logging"]?.value, !logging.isNull else { return found }
        guard case .sequence(let entries) = logging.content else {
            return found + [
                warning(logging, "logging must be a list of destinations, it is \(try logging.document().kind)")
            ]
        }
        for entry in entries { found += try diagnostics(entry: entry) }
        return found
    }

    private func diagnostics(entry: YAMLNode) throws(YAMLProblem) -> [Diagnostic] {
        guard case .mapping = entry.content else {
            return [
                warning(
                    entry,
                    "an entry of logging must be a mapping with destination and level, it is "
                        + "\(try entry.document().kind)")
            ]
        }
        let pairs = try entry.entries()
        var found: [Diagnostic] = []
        for (key, pair) in pairs where !["destination", "level"].contains(key.string) {
            let hint =
                NearestName.of(key.string, in: ["destination", "level"]).map { "did you mean '\($0)'?" }
                ?? "there are destination and level"
            found.append(warning(pair.key, "unknown key '\(key)'; \(hint)"))
        }
        if let node = pairs["destination"]?.value {
            let value = try node.document()
            if let text = value.string {
                if let problem = Self.problem(destination: text) { found.append(warning(node, problem)) }
            } else {
                found.append(warning(node, "destination must be text, it is \(value.kind)"))
            }
        } else {
            found.append(warning(entry, "destination is missing: file:PATH, or HOST[:PORT] of a syslog server"))
        }
        if let node = pairs["level"]?.value {
            let value = try node.document()
            let text = value.string ?? String(decoding: JSON.encode(value), as: UTF8.self)
            if !Self.levels.contains(text.uppercased()) {
                found.append(
                    warning(node, "level '\(text)' is none of DEBUG, INFO, WARNING, ERROR, CRITICAL"))
            }
        } else {
            found.append(warning(entry, "level is missing: DEBUG, INFO, WARNING, ERROR or CRITICAL"))
        }
        return found
    }

    private func warning(_ node: YAMLNode, _ message: String) -> Diagnostic {
        Diagnostic(.warning, file, node.mark, message)
    }

    /// With the older names that Python's logging still knows.
    private static let levels: Set<String> = ["DEBUG", "INFO", "WARN", "WARNING", "ERROR", "CRITICAL", "FATAL"]

    /// Why nothing can be logged there; nil when it can.
    static func problem(destination: String) -> String? {
        let expected = "expected file:PATH, or HOST[:PORT] of a syslog server"
        guard !destination.isEmpty else { return "destination is empty: \(expected)" }
        if destination.hasPrefix("file:") {
            return destination.utf8.count > "file:".utf8.count
                ? nil : "destination 'file:' names no file: \(expected)"
        }
        let (host, port) = hostAndPort(destination)
        guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || $0 == "/" }) else {
            return "destination '\(destination)' is no place to log to: \(expected)"
        }
        guard let port else { return nil }
        guard let number = Int(port), port.allSatisfy(\.isNumber), (1...65535).contains(number) else {
            return "destination '\(destination)': the port must be a number from 1 to 65535, it is '\(port)'"
        }
        return nil
    }

    /// `HOST`, `HOST:PORT`, `[IPv6]:PORT`, or an IPv6 address alone.
    private static func hostAndPort(_ text: String) -> (host: Substring, port: Substring?) {
        if text.hasPrefix("["), let close = text.firstIndex(of: "]") {
            let rest = text[text.index(after: close)...]
            let address = text[text.index(after: text.startIndex)..<close]
            if rest.isEmpty { return (address, nil) }
            return rest.hasPrefix(":") ? (address, rest.dropFirst()) : ("", nil)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count > 2, text.allSatisfy({ $0 == ":" || $0 == "." || $0.isHexDigit }) { return (text[...], nil) }
        guard parts.count > 1 else { return (text[...], nil) }
        return parts.count == 2 ? (parts[0], parts[1]) : ("", nil)
    }
}
