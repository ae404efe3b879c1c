import Glibc

/// What a child process finds in its environment, as bytes: values need not be text.
package struct ChildEnvironment: Sendable, Equatable {
    /// `NAME=VALUE` each.
    private(set) var entries: [[UInt8]]

    /// What this process was given, without what belongs to one request.
    package static var inherited: ChildEnvironment {
        var entries: [[UInt8]] = []
        var next = environ
        while let entry = next.pointee {
            entries.append(UnsafeBufferPointer(start: entry, count: strlen(entry)).map(UInt8.init(bitPattern:)))
            next += 1
        }
        return ChildEnvironment(inheriting: entries)
    }

    /// Takes over the environment of a process.
    ///
    /// A CGI program has the request in it (RFC 3875, section 4.1), with header fields that a client chose: its `Proxy:`
    /// would be HTTP_PROXY, which many programs obey. Other processes were given theirs by the operator alone, who may
    /// want that very variable.
    init(inheriting entries: [[UInt8]]) {
        let names = entries.map { String(decoding: $0.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self) }
        let isCGI = names.contains("GATEWAY_INTERFACE")
        self.entries = zip(names, entries).compactMap { name, entry in
            let isForeign = isCGI && CGIVariables.contains(name) || Self.isForThisProcess(name)
            return isForeign ? nil : entry
        }
    }

    /// With a variable, instead of what had its name.
    package func setting(_ name: String, _ value: String) -> ChildEnvironment {
        var changed = self
        let start = Array("\(name)=".utf8)
        changed.entries.removeAll { $0.starts(with: start) }
        changed.entries.append(start + value.utf8.prefix { $0 != 0 })
        return changed
    }

    /// Sockets that systemd hands to one process by its id; nobody inherits them.
    private static func isForThisProcess(_ name: String) -> Bool {
        ["LISTEN_FDNAMES", "LISTEN_FDS", "LISTEN_PID"].contains(name)
    }
}

/// The variables that web servers make for one request.
enum CGIVariables {
    private static let names: Set<String> = [
        "AUTH_TYPE", "CONTENT_LENGTH", "CONTENT_TYPE", "DOCUMENT_ROOT", "DOCUMENT_URI", "GATEWAY_INTERFACE", "H2PUSH",
        "HTTP2", "HTTPS", "PATH_INFO", "PATH_TRANSLATED", "QUERY_STRING", "SCRIPT_FILENAME", "SCRIPT_NAME",
        "SCRIPT_URI", "SCRIPT_URL", "UNIQUE_ID",
    ]
    private static let prefixes = [
        "CONTEXT_", "FCGI_", "H2_", "HTTP_", "REDIRECT_", "REMOTE_", "REQUEST_", "SERVER_", "SSL_",
    ]

    /// Where programs find the certificates that they trust: a setting, although it looks like mod_ssl's variables.
    private static let settings: Set<String> = ["SSL_CERT_DIR", "SSL_CERT_FILE"]

    static func contains(_ name: String) -> Bool {
        guard !settings.contains(name) else { return false }
        return names.contains(name) || prefixes.contains { name.hasPrefix($0) }
    }
}
