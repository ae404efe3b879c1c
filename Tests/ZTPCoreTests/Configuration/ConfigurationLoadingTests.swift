import SystemPackage
import Testing

@testable import ZTPCore

/// Which file is read.
@Suite struct ConfigurationLoadingTests {
    @Test func explicitPathWinsOverTheVariable() throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("one.conf", "[server]\nport = 1\n")
        try sandbox.write("two.conf", "[server]\nport = 2\n")
        let one = sandbox.absolute("one.conf").string
        let two = sandbox.absolute("two.conf").string
        let loaded = try ZTPCore.Configuration.load(explicitPath: one, environment: ["ZTPS_CONFIG": two])
        #expect(loaded.configuration.server.port == 1)
        #expect(loaded.file == one)
        #expect(loaded.warnings.isEmpty)
        let other = try ZTPCore.Configuration.load(explicitPath: nil, environment: ["ZTPS_CONFIG": two])
        #expect(other.configuration.server.port == 2)
        #expect(other.file == two)
    }

    @Test func fileWinsOverVariables() throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("z.conf", "[default]\ndata_root = /file\n[x]\n")
        let file = sandbox.absolute("z.conf").string
        let variables = ["ZTPS_DEFAULT_DATAROOT": "/env", "ZTPS_NEIGHBORDB_FILENAME": "env"]
        let loaded = try ZTPCore.Configuration.load(explicitPath: file, environment: variables)
        #expect(loaded.configuration.general.dataRoot == "/file")
        #expect(loaded.configuration.neighbordb.filename == "env")
        #expect(loaded.warnings.map(\.description) == ["\(file):3: warning: unknown section [x], ignored"])
    }

    @Test func byteOrderMarkIsSkippedOrNamed() throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("z.conf", "\u{FEFF}[server]\r\nport = 1\r\n")
        let file = sandbox.absolute("z.conf").string
        #expect(try ZTPCore.Configuration.load(explicitPath: file, environment: [:]).configuration.server.port == 1)
        for bytes in [[0xFF, 0xFE, 0x5B, 0], [0xFE, 0xFF, 0, 0x5B]] as [[UInt8]] {
            try sandbox.write("z.conf", bytes)
            #expect(
                throws: ConfigurationError.syntax(file: file, line: 1, reason: "the file is UTF-16, expected UTF-8")
            ) {
                try ZTPCore.Configuration.load(explicitPath: file, environment: [:])
            }
        }
    }

    @Test func namedFileMustBeThere() throws {
        let sandbox = try PoolSandbox()
        let file = sandbox.absolute("absent.conf").string
        let error = ConfigurationError.unreadable(file: file, reason: "No such file or directory")
        #expect(throws: error) { try ZTPCore.Configuration.load(explicitPath: file, environment: [:]) }
        #expect(throws: error) {
            try ZTPCore.Configuration.load(explicitPath: nil, environment: ["ZTPS_CONFIG": file])
        }
        #expect(error.description == "\(file): cannot be read: No such file or directory")
    }

    @Test func folderIsNoFile() throws {
        let sandbox = try PoolSandbox()
        let error = ConfigurationError.unreadable(file: sandbox.path.string, reason: "Is a directory")
        #expect(throws: error) {
            try ZTPCore.Configuration.load(explicitPath: sandbox.path.string, environment: [:])
        }
    }

    @Test func badFileIsAnError() throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("z.conf", "[server]\nport = x\n")
        let file = sandbox.absolute("z.conf").string
        let error = ConfigurationError.badValue(
            .file(file, line: 2), option: "port", problem: "'x' is not valid",
            allowed: "a whole number from 1 to 65534")
        #expect(throws: error) { try ZTPCore.Configuration.load(explicitPath: file, environment: [:]) }
    }
}
