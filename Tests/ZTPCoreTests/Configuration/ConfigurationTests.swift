import SystemPackage
import Testing

@testable import ZTPCore

/// Defaults, environment variables and the file, and who wins.
@Suite struct ConfigurationTests {
    @Test func defaults() {
        let configuration = ZTPCore.Configuration()
        #expect(configuration.general.dataRoot == "/usr/share/ztpserver")
        #expect(configuration.general.identifier == .serialNumber)
        #expect(configuration.general.serverURL.text == "http://ztpserver:8080")
        #expect(configuration.general.logging)
        #expect(configuration.general.consoleLogging)
        #expect(
            configuration.general.consoleLoggingFormat
                == LogFormat("%(asctime)-15s:%(levelname)s:[%(module)s:%(lineno)d] %(message)s"))
        #expect(!configuration.general.disableTopologyValidation)
        #expect(configuration.general.configHandlerTimeout == 25)
        #expect(configuration.server.interface == "0.0.0.0")
        #expect(configuration.server.port == 8080)
        #expect(configuration.bootstrap.filename == "bootstrap")
        #expect(configuration.neighbordb.filename == "neighbordb")
    }

    @Test func fileIsRead() throws {
        let text = """
            [default]
            data_root = /srv/ztp
            Identifier: systemmac
            server_url = https://ztp.example/boot/
            [server]
            interface = 127.0.0.1
            port: 9000
            [bootstrap]
            filename = boot.py
            [neighbordb]
            filename = ndb
            """
        let (configuration, warnings) = try ZTPCore.Configuration().merging(text: text, file: "z.conf")
        #expect(configuration.general.dataRoot == "/srv/ztp")
        #expect(configuration.general.identifier == .systemMAC)
        #expect(configuration.general.serverURL.text == "https://ztp.example/boot/")
        #expect(configuration.server.interface == "127.0.0.1")
        #expect(configuration.server.port == 9000)
        #expect(configuration.bootstrap.filename == "boot.py")
        #expect(configuration.neighbordb.filename == "ndb")
        #expect(warnings.isEmpty)
    }

    @Test func whatNobodyKnowsIsIgnoredWithAWarning() throws {
        let text = "[default]\nserverurl = x\nport = 1\n[Server]\nport = x\n[server]\nport = 1\n"
        let (configuration, warnings) = try ZTPCore.Configuration().merging(text: text, file: "/etc/z.conf")
        #expect(configuration.server.port == 1)
        #expect(
            Set(warnings.map(\.description)) == [
                "/etc/z.conf:2: warning: unknown option 'serverurl' in section [default], ignored",
                "/etc/z.conf:3: warning: unknown option 'port' in section [default], ignored",
                "/etc/z.conf:4: warning: unknown section [Server], ignored",
            ])
        #expect(warnings.count == 3)
    }

    @Test func defaultSectionCountsInEverySection() throws {
        let text = """
            [DEFAULT]
            identifier = systemmac
            port = 9000
            filename = x
            data_root = /default
            threads = 3
            nonsense = 1
            [default]
            data_root = /own
            [server]
            [neighbordb]
            [bootstrap]
            filename = /srv/boot
            """
        let (configuration, warnings) = try ZTPCore.Configuration().merging(text: text, file: "z.conf")
        #expect(configuration.general.identifier == .systemMAC)
        #expect(configuration.general.dataRoot == "/own")
        #expect(configuration.server.port == 9000)
        #expect(configuration.neighbordb.filename == "x")
        #expect(configuration.bootstrap.filename == "/srv/boot")
        // As with Python, a section that the file does not have gets nothing.
        #expect(configuration.fastcgi.threads == 16)
        #expect(
            warnings.map(\.description) == [
                "z.conf:6: warning: option 'threads' in [DEFAULT] is one of no section in this file, ignored",
                "z.conf:7: warning: option 'nonsense' in [DEFAULT] is one of no section in this file, ignored",
            ])
        let error = ConfigurationError.badValue(
            .file("z.conf", line: 2), option: "port", problem: "'x' is not valid",
            allowed: "a whole number from 1 to 65534")
        #expect(throws: error) {
            try ZTPCore.Configuration().merging(text: "[DEFAULT]\nport = x\n[server]\n", file: "z.conf")
        }
    }

    /// Variable, value, and the lines of a file that say something else.
    static let variables: [(String, String, String)] = [
        ("ZTPS_DEFAULT_DATAROOT", "/env", "[default]\ndata_root = /file\n"),
        ("ZTPS_DEFAULT_SERVER", "http://env:1", "[default]\nserver_url = http://file:1\n"),
        ("ZTPS_DEFAULT_LOGGING", "False", "[default]\nlogging = True\n"),
        ("ZTPS_CONSOLE_LOGGING_FORMAT", "env %(message)s", "[default]\nconsole_logging_format = %(name)s\n"),
        ("ZTPS_BOOTSTRAP_FILENAME", "env", "[bootstrap]\nfilename = file\n"),
        ("ZTPS_NEIGHBORDB_FILENAME", "env", "[neighbordb]\nfilename = file\n"),
    ]

    @Test(arguments: ConfigurationTests.variables)
    func variableReplacesTheDefaultAndFileWins(name: String, value: String, conf: String) throws {
        let standard = ZTPCore.Configuration()
        let replaced = try ZTPCore.Configuration(defaultsFrom: [name: value])
        #expect(replaced != standard)
        let fromFile = try standard.merging(text: conf, file: "z.conf").0
        #expect(try replaced.merging(text: conf, file: "z.conf").0 == fromFile)
        // A file that says nothing of it leaves the variable's value.
        #expect(try replaced.merging(text: "[server]\nport = 8080\n", file: "z.conf").0 == replaced)
    }

    @Test func variablesReplaceWhatTheyName() throws {
        let values = Dictionary(uniqueKeysWithValues: ConfigurationTests.variables.map { ($0.0, $0.1) })
        let configuration = try ZTPCore.Configuration(defaultsFrom: values)
        #expect(configuration.general.dataRoot == "/env")
        #expect(configuration.general.serverURL.text == "http://env:1")
        #expect(!configuration.general.logging)
        #expect(configuration.general.consoleLoggingFormat == LogFormat("env %(message)s"))
        #expect(configuration.bootstrap.filename == "env")
        #expect(configuration.neighbordb.filename == "env")
    }

    @Test func badVariableIsAnError() {
        let error = ConfigurationError.badValue(
            .environment, option: "ZTPS_DEFAULT_LOGGING", problem: "'maybe' is not valid",
            allowed: "yes, true, 1, on, no, false, 0 or off")
        #expect(throws: error) { try ZTPCore.Configuration(defaultsFrom: ["ZTPS_DEFAULT_LOGGING": "maybe"]) }
    }

    static let lines: [(ConfigurationError, String)] = [
        (.unreadable(file: "/z.conf", reason: "Permission denied"), "/z.conf: cannot be read: Permission denied"),
        (.syntax(file: "/z.conf", line: 7, reason: "expected 'key = value'"), "/z.conf:7: expected 'key = value'"),
        (
            .badValue(.file("/z.conf", line: 3), option: "port", problem: "'x' is not valid", allowed: "a number"),
            "/z.conf:3: port: 'x' is not valid, allowed: a number"
        ),
        (
            .badValue(.environment, option: "ZTPS_X", problem: "the value is empty", allowed: "a file name"),
            "environment: ZTPS_X: the value is empty, allowed: a file name"
        ),
        (
            .badValue(.commandLine, option: "--port", problem: "'0' is not valid", allowed: "a number"),
            "command line: --port: '0' is not valid, allowed: a number"
        ),
    ]

    @Test(arguments: ConfigurationTests.lines)
    func errorsAreOneLine(error: ConfigurationError, line: String) {
        #expect(error.description == line)
    }
}
