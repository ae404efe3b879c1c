import ArgumentParser
import ZTPCore
import ZTPGateway

/// The command line of the gateway.
struct GatewayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ztpserver-fcgi",
        abstract: "Answers switches that boot for the first time, behind a web server, over FastCGI or CGI.",
        discussion: """
            Listens where --listen says, else on the sockets that systemd hands over (LISTEN_FDS), else on descriptor 0 \
            (mod_fcgid, spawn-fcgi). Started by a web server as a CGI program, it answers one request.
            """,
        version: ZTPVersion.current)

    @Option(help: ArgumentHelp("Configuration file; wins over ZTPS_CONFIG.", valueName: "file"))
    var conf: String?

    @Option(help: ArgumentHelp("Requests answered at the same time; wins over [fastcgi] threads.", valueName: "n"))
    var threads: Int?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Where to listen: \(ListenAddress.syntax). May be repeated.", valueName: "address"),
        transform: Self.address)
    var listen: [ListenAddress] = []

    @Flag(help: "Log more.")
    var debug = false

    /// What the command line says, as the gateway takes it.
    var options: Gateway.Options {
        Gateway.Options(configurationFile: conf, threads: threads, listen: listen, debug: debug)
    }

    func validate() throws {
        guard threads.map((1...1024).contains) ?? true else {
            throw ValidationError("--threads takes a number from 1 to 1024")
        }
    }

    private static func address(_ text: String) throws -> ListenAddress {
        guard let address = ListenAddress(text) else {
            throw ValidationError("expected \(ListenAddress.syntax)")
        }
        return address
    }
}
