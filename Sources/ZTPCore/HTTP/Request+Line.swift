import HTTPTypes

extension Request {
    /// Method and raw path for a log line, such as `GET /bootstrap`, without the query. Each is cut at a length that no
    /// path of ours reaches: a client chooses them.
    public var line: String {
        let path = (head.path ?? "").prefix { $0 != "?" && $0 != "#" }
        return "\(Self.cut(head.method.rawValue, at: 32)) \(Self.cut(path, at: 512))"
    }

    /// The text up to so many bytes, and a sign where something is missing.
    private static func cut(_ text: some StringProtocol, at most: Int) -> String {
        guard text.utf8.count > most else { return String(text) }
        return String(decoding: text.utf8.prefix(most), as: UTF8.self) + "…"
    }
}
