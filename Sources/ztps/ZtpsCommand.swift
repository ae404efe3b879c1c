import ArgumentParser
import Logging
import ZTPCore

/// The standalone server.
@main
struct ZtpsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ztps",
        abstract: "Brings up factory-new switches: the zero touch provisioning server, standing alone.",
        discussion: """
            Serves the data directory that the configuration names, over HTTP. Meant for trying things out and for \
            small sites; in production, ztpserver-fcgi answers behind a web server.
            """,
        subcommands: [
            ExplainCommand.self, NodesCommand.self, PoolsCommand.self, ReleaseCommand.self, DoctorCommand.self,
        ])

    @Option(name: [.customShort("c"), .long], help: "The configuration file; wins over ZTPS_CONFIG.")
    var conf: String?

    @Option(help: "Address to listen on; wins over [server] interface.")
    var interface: String?

    @Option(help: "Port to listen on; wins over [server] port. 0 picks a free one.")
    var port: Int?

    @Flag(help: "Log every request and every decision.")
    var debug = false

    @Flag(
        name: [.customShort("V"), .long],
        help: "Check everything that the server would use, and end: exit code 1 when there are errors.")
    var validateConfig = false

    @Flag(help: "With --validate-config: warnings count as errors.")
    var strict = false

    @Flag(help: "With --validate-config: print findings as JSON.")
    var json = false

    @Flag(name: [.customShort("r"), .long], help: "Free every entry of every pool in resources/, and end.")
    var clearResources = false

    @Flag(name: [.customShort("v"), .long], help: "Print the version.")
    var version = false

    /// Like the one of ArgumentParser, but a wrong command line ends with 2, as everywhere.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            StandardErrorSink().write(line: fullMessage(for: error))
            exit(withError: ExitCode(2))
        }
    }

    func validate() throws {
        if let port, !(0...65535).contains(port) {
            throw ValidationError("--port takes a number from 0 to 65535")
        }
    }

    /// Ends the process with one line.
    private static func fail(_ line: String) -> Never {
        StandardErrorSink().write(line: line.escapingControls)
        exit(withError: ExitCode(1))
    }

    func run() throws {
        if version {
            print("ztps \(ZTPVersion.current)")
            return
        }
        if validateConfig {
            try ValidationReport(isStrict: strict, isJSON: json).run(conf: conf)
            return
        }
        if clearResources {
            try PoolCommands.clear(conf: conf)
            return
        }
        // Before anything starts a thread: all of them inherit the mask.
        let signals = StopSignals.block()
        do {
            var loaded = try Configuration.load(explicitPath: conf, environment: Environment.current)
            if let interface { loaded.configuration.server.interface = interface }
            if let port { loaded.configuration.server.port = port }
            let server = try StandaloneServer(loaded, debug: debug)
            server.start { error in Self.fail("ztps: \(error)") }
            signals.wait()
            server.stop()
            throw ExitCode.success
        } catch let error as ConfigurationError {
            Self.fail("\(error)")
        } catch let error as StartupError {
            Self.fail("ztps: \(error)")
        }
    }
}
