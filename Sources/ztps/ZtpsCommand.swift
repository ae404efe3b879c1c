import ArgumentParser
import Logging
import ZTPCore

/// The standalone server.
@main
struct ZtpsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ztps",
        abstract: "Bring up factory-new switches: the zero touch provisioning server, standing alone.",
        discussion: """
            Without a subcommand, serves the data directory that the configuration names over HTTP, until SIGINT or \
            SIGTERM. That is meant for trying things out and for small sites; in production, ztpserver-fcgi answers \
            behind a web server. The subcommands work beside both.

            The configuration is the file of --conf, else of the environment variable ZTPS_CONFIG, else \
            /etc/ztpserver/ztpserver.conf. It is read at start; everything in the data directory is read when it is \
            needed, so an edit counts at the next request.

            Exit code 0 after a signal, 1 when the server cannot start, 2 for a wrong command line.
            """,
        subcommands: [
            ExplainCommand.self, NodesCommand.self, PoolsCommand.self, ReleaseCommand.self, DoctorCommand.self,
            ManualCommand.self,
        ])

    @Option(
        name: [.customShort("c"), .long],
        help: ArgumentHelp("The configuration file; wins over ZTPS_CONFIG.", valueName: "file"),
        completion: .file())
    var conf: String?

    @Option(help: ArgumentHelp("Address to listen on; wins over [server] interface.", valueName: "address"))
    var interface: String?

    @Option(
        help: ArgumentHelp("Port to listen on; wins over [server] port. 0 picks a free one.", valueName: "number"))
    var port: Int?

    @Flag(help: "Log every request and every decision, to standard output.")
    var debug = false

    @Flag(
        name: [.customShort("V"), .long],
        help: """
            Check everything that the server would use, write nothing, and end: exit code 0 when there is no error, \
            else 1.
            """)
    var validateConfig = false

    @Flag(help: "With --validate-config: warnings count as errors.")
    var strict = false

    @Flag(help: "With --validate-config: print findings as JSON.")
    var json = false

    @Flag(
        name: [.customShort("r"), .long],
        help: "Free every entry of every pool in resources/, print what was freed, and end.")
    var clearResources = false

    @Flag(name: [.customShort("v"), .long], help: "Print the version.")
    var version = false

    /// Like the one of ArgumentParser, but a wrong command line ends with 2, as everywhere.
    static func main() {
        StandardDescriptors.openMissing()
        ChildProcesses.prepareProcess()
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
        FailedWrites.areErrors()
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
