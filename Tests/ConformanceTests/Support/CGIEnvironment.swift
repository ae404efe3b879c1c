/// The variables that a web server hands to a CGI program or FastCGI application (RFC 3875).
struct CGIEnvironment: Sendable {
    /// How the path is told apart; web servers disagree.
    enum Style: Sendable {
        /// SCRIPT_NAME is the mount, PATH_INFO the decoded rest: CGI, mod_fcgid.
        case mounted
        /// SCRIPT_NAME is the whole decoded path and there is no PATH_INFO: stock nginx.
        case wholeScriptName
    }

    private(set) var variables: [(name: String, value: [UInt8])] = []

    init(_ message: Message, style: Style) {
        let parts = message.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = Self.decoded(parts[0].utf8)
        set("GATEWAY_INTERFACE", "CGI/1.1")
        set("SERVER_SOFTWARE", "conformance/1")
        set("SERVER_PROTOCOL", "HTTP/1.1")
        set("SERVER_NAME", "127.0.0.1")
        set("SERVER_PORT", "8080")
        set("REMOTE_ADDR", "192.0.2.7")
        set("REQUEST_METHOD", message.method)
        set("REQUEST_URI", message.target)
        set("QUERY_STRING", parts.count > 1 ? String(parts[1]) : "")
        switch style {
        case .mounted:
            set("SCRIPT_NAME", message.mount)
            variables.append(("PATH_INFO", Array(path.dropFirst(message.mount.utf8.count))))
        case .wholeScriptName:
            variables.append(("SCRIPT_NAME", path))
        }
        // Like nginx, which sets both even when the request has neither.
        set("CONTENT_LENGTH", message.contentLength.map(String.init) ?? "")
        set("CONTENT_TYPE", message.fields.first { $0.name.lowercased() == "content-type" }?.value ?? "")
        for field in message.fields where field.name.lowercased() != "content-type" {
            set("HTTP_" + String(field.name.uppercased().map { $0 == "-" ? "_" : $0 }), field.value)
        }
    }

    /// `NAME=value`, as a process environment holds it.
    var strings: [[UInt8]] { variables.map { Array("\($0.name)=".utf8) + $0.value } }

    mutating func set(_ name: String, _ value: String) {
        variables.append((name, Array(value.utf8)))
    }

    /// Escapes replaced by their bytes, whatever they are; a broken escape stays.
    private static func decoded(_ raw: some Sequence<UInt8>) -> [UInt8] {
        let raw = Array(raw)
        var bytes: [UInt8] = []
        var index = 0
        while index < raw.count {
            if raw[index] == UInt8(ascii: "%"), index + 2 < raw.count,
                let byte = UInt8(String(decoding: raw[index + 1...index + 2], as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                index += 3
            } else {
                bytes.append(raw[index])
                index += 1
            }
        }
        return bytes
    }
}
