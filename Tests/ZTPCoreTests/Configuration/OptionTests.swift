import Testing

@testable import ZTPCore

/// What each option of the configuration file may be.
@Suite struct OptionTests {
    private static let boolean = "yes, true, 1, on, no, false, 0 or off"
    private static let seconds = "seconds, from 0.1 to 3600"

    /// Section, key, a value that changes the configuration, values that it cannot have, and what is allowed.
    static let rows: [(String, String, String, [String], String)] = [
        ("default", "log_format", "json", ["JSON", "xml", ""], "text or json"),
        ("default", "data_root", "/srv/ztp", [""], "a directory"),
        (
            "default", "identifier", "systemmac", ["", "serialnum", "SerialNumber", "mac"],
            "serialnumber or systemmac"
        ),
        (
            "default", "server_url", "https://h:1/ztp", ["", "h", "ftp://h", "http://", "http://h/../x"],
            "http://HOST[:PORT][/PATH] or https://…"
        ),
        ("default", "logging", "no", ["", "maybe", "2", "y", "-1"], boolean),
        ("default", "console_logging", "off", ["", "none"], boolean),
        ("default", "disable_topology_validation", "yes", ["", "t"], boolean),
        ("default", "config_handler_timeout", "0.5", ["", "0", "0.01", "3601", "-1", "nan", "ten"], seconds),
        ("server", "interface", "::1", ["", "two words"], "an IPv4 or IPv6 address or a host name"),
        (
            "server", "port", "65534", ["", "0", "65535", "-1", "http", "80.5", "1 000"],
            "a whole number from 1 to 65534"
        ),
        (
            "bootstrap", "filename", "lab/boot.py", ["", "/", "/a/../x", "../x", "a/../b", ".", "a/", "/a/"],
            "a file name or an absolute path"
        ),
        ("neighbordb", "filename", "/etc/ztp/ndb", ["", "/", "../x", ".."], "a file name or an absolute path"),
        ("resources", "sqlite", "/srv/r.db", [""], "the path of a database"),
        ("resources", "plugin_timeout", "3600", ["", "0", "3600.5", "inf"], seconds),
        ("fastcgi", "threads", "1024", ["", "0", "1025", "x"], "a whole number from 1 to 1024"),
        (
            "limits", "max_body", "2M",
            ["", "0", "1023", "1025M", "2G", "M", "-1", "1.5M", "9999999999999999999G", "1T"],
            "bytes, from 1024 to 1G; K, M and G may follow the number"
        ),
    ]

    @Test(arguments: OptionTests.rows)
    func values(section: String, key: String, good: String, bad: [String], allowed: String) throws {
        let standard = ZTPCore.Configuration()
        let changed = try standard.merging(text: "[\(section)]\n\(key) = \(good)\n", file: "z.conf")
        #expect(changed.0 != standard)
        #expect(changed.warnings.isEmpty)
        for value in bad {
            let error = ConfigurationError.badValue(
                .file("z.conf", line: 2), option: key,
                problem: value.isEmpty ? "the value is empty" : "'\(value)' is not valid", allowed: allowed)
            #expect(throws: error) { try standard.merging(text: "[\(section)]\n\(key) = \(value)\n", file: "z.conf") }
        }
    }

    @Test func everyOptionIsHere() {
        let known = Option.table.flatMap { section, options in options.keys.map { "\(section).\($0)" } }
        let tested = OptionTests.rows.map { "\($0.0).\($0.1)" }
        #expect(Set(known) == Set(tested + ["default.console_logging_format"]))
    }

    @Test func everyFormatIsTaken() throws {
        for format in ["", "plain", "%(message)s", "%(nothing)s", "%"] {
            let (configuration, _) = try ZTPCore.Configuration().merging(
                text: "[default]\nconsole_logging_format = \(format)\n", file: "z.conf")
            #expect(configuration.general.consoleLoggingFormat == LogFormat(format))
        }
    }

    @Test(arguments: [
        ("yes", true), ("Yes", true), ("TRUE", true), ("true", true), ("1", true), ("on", true), ("oN", true),
        ("no", false), ("NO", false), ("False", false), ("0", false), ("off", false), ("Off", false),
    ])
    func booleans(text: String, value: Bool) throws {
        let conf = "[default]\nlogging = \(text)\nconsole_logging: \(text)\ndisable_topology_validation=\(text)\n"
        let general = try ZTPCore.Configuration().merging(text: conf, file: "z.conf").0.general
        #expect(general.logging == value)
        #expect(general.consoleLogging == value)
        #expect(general.disableTopologyValidation == value)
    }

    @Test(arguments: [
        ("1024", 1024), ("1K", 1024), ("64k", 65536), ("1M", 1_048_576), ("3m", 3_145_728), ("1G", 1_073_741_824),
        ("1g", 1_073_741_824), ("1073741824", 1_073_741_824),
    ])
    func sizes(text: String, bytes: Int) throws {
        let (configuration, _) = try ZTPCore.Configuration().merging(
            text: "[limits]\nmax_body = \(text)\n", file: "z.conf")
        #expect(configuration.limits.maxBody == bytes)
    }
}
