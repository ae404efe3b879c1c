import SystemPackage

/// One option of the configuration file: how its text becomes a value.
struct Option: Sendable {
    /// What a value must be, in words, for the error line.
    var allowed: String
    /// Puts the value of a text into a configuration; false when the text is no such value.
    var set: @Sendable (String, inout Configuration) -> Bool

    func apply(
        _ text: String, _ configuration: inout Configuration,
        orThrow error: (_ problem: String, _ allowed: String) -> ConfigurationError
    ) throws(ConfigurationError) {
        guard set(text, &configuration) else {
            throw error(text.isEmpty ? "the value is empty" : "'\(text)' is not valid", allowed)
        }
    }

    /// Every option there is, by section and key.
    static let table: [String: [String: Option]] = [
        "default": [
            "data_root": .parsed(\.general.dataRoot, "a directory", filePath),
            "identifier": .parsed(
                \.general.identifier, "serialnumber or systemmac", Configuration.Identifier.init(rawValue:)),
            "server_url": .parsed(\.general.serverURL, "http://HOST[:PORT][/PATH] or https://…", ServerURL.init),
            "logging": .boolean(\.general.logging),
            "console_logging": .boolean(\.general.consoleLogging),
            "console_logging_format": .parsed(
                \.general.consoleLoggingFormat, "a text with fields such as %(message)s", { LogFormat($0) }),
            "log_format": .parsed(\.general.logFormat, "text or json", Configuration.LogFormatChoice.init(rawValue:)),
            "disable_topology_validation": .boolean(\.general.disableTopologyValidation),
            "config_handler_timeout": .parsed(\.general.configHandlerTimeout, "seconds, from 0.1 to 3600", seconds),
        ],
        "server": [
            "interface": .parsed(\.server.interface, "an IPv4 or IPv6 address or a host name", oneWord),
            "port": .number(\.server.port, 1...65534),
        ],
        "bootstrap": ["filename": .parsed(\.bootstrap.filename, "a file name or an absolute path", fileName)],
        "neighbordb": ["filename": .parsed(\.neighbordb.filename, "a file name or an absolute path", fileName)],
        "resources": [
            "sqlite": .parsed(\.resources.sqlite, "the path of a database", { filePath($0).map(Optional.some) }),
            "plugin_timeout": .parsed(\.resources.pluginTimeout, "seconds, from 0.1 to 3600", seconds),
        ],
        "fastcgi": ["threads": .number(\.fastcgi.threads, 1...1024)],
        "limits": [
            "max_body": .parsed(\.limits.maxBody, "bytes, from 1024 to 1G; K, M and G may follow the number", size)
        ],
    ]

    private static func parsed<Value>(
        _ path: any WritableKeyPath<Configuration, Value> & Sendable, _ allowed: String,
        _ parse: @escaping @Sendable (String) -> Value?
    ) -> Option {
        Option(allowed: allowed) { text, configuration in
            guard let value = parse(text) else { return false }
            configuration[keyPath: path] = value
            return true
        }
    }

    private static func boolean(_ path: any WritableKeyPath<Configuration, Bool> & Sendable) -> Option {
        parsed(path, "yes, true, 1, on, no, false, 0 or off") { text in
            switch text.lowercased() {
            case "yes", "true", "1", "on": true
            case "no", "false", "0", "off": false
            default: nil
            }
        }
    }

    private static func number(
        _ path: any WritableKeyPath<Configuration, Int> & Sendable, _ range: ClosedRange<Int>
    ) -> Option {
        parsed(path, "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    @Sendable private static func filePath(_ text: String) -> FilePath? {
        text.isEmpty || text.utf8.contains(0) ? nil : FilePath(text)
    }

    @Sendable private static func oneWord(_ text: String) -> String? {
        text.isEmpty || text.contains(where: \.isWhitespace) ? nil : text
    }

    /// A path below a directory of data_root, since operators keep scripts in subfolders, or an absolute one.
    @Sendable private static func fileName(_ text: String) -> String? {
        let parts = text.utf8.first == UInt8(ascii: "/") ? String(text.drop { $0 == "/" }) : text
        return RepositoryPath(slashSeparated: parts) == nil ? nil : text
    }

    @Sendable private static func seconds(_ text: String) -> Double? {
        Double(text).flatMap { (0.1...3600).contains($0) ? $0 : nil }
    }

    @Sendable private static func size(_ text: String) -> Int? {
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        let unit = text.last.flatMap { units[Character($0.uppercased())] }
        guard let number = Int(unit == nil ? text[...] : text.dropLast()), number > 0 else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
        return !overflow && (1024...(1 << 30)).contains(bytes) ? bytes : nil
    }
}
