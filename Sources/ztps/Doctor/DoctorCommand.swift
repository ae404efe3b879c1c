import ArgumentParser
import Glibc
import ZTPCore

/// `ztps doctor`: whether the installation around the server is as it must be.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check what is around the server: rights, web server, clock, disk, libraries.",
        discussion: """
            Prints one line for each check, with the command that fixes what is wrong. Checks, with requests that leave \
            nothing behind, neither in the data directory nor in a log, that the web server hands requests on: under the \
            path of server_url, with bodies up to max_body, files uncompressed and with their length. Those requests are \
            made with curl. Then: that the processes that run have read the configuration as it is now and are of this \
            version, that their user can read and write what it must, SELinux contexts where SELinux is on, disk space, \
            the clock, libfcgi.

            Run it as root, so that it can check for the service's user. ztps --validate-config checks the files \
            themselves.

            Exit code 0 when nothing is wrong, 1 when there is an error, 2 when there is no usable configuration.
            """)

    @Option(
        help: ArgumentHelp("The URL to try; server_url unless it is given.", valueName: "url"))
    var url: String?

    @Option(
        help: ArgumentHelp(
            """
            The user that the service runs as. Else the one that its processes have, else the one of the installed \
            systemd unit, else the one of a running Apache, else whoever runs this.
            """,
            valueName: "name"))
    var user: String?

    @Flag(help: "Print one JSON array.")
    var json = false

    @OptionGroup var options: ConfigurationOptions
    @ParentCommand var root: ZtpsCommand

    func validate() throws {
        if let url, ServerURL(url) == nil {
            throw ValidationError("--url takes a URL such as http://ztpserver:8080/ztpserver/")
        }
    }

    func run() throws {
        let loaded: Configuration.Loaded
        do {
            loaded = try Configuration.load(
                explicitPath: options.conf ?? root.conf, environment: Environment.current)
        } catch {
            PoolCommands.complain(error)
            throw ExitCode(2)
        }
        let report = DoctorReport(isJSON: json || root.json)
        report.show([Self.finding(about: loaded)])
        let configuration = loaded.configuration
        // A web server may start the gateway only when somebody asks, so the requests come first.
        let web = WebCheck(configuration, url: url).findings { ProcessCheck(loaded).hasOldConfiguration }
        report.show(web)
        let processes = ProcessCheck(loaded)
        report.show(processes.findings())
        report.show(AccessCheck(configuration, user: user, processes: processes.own).findings())
        report.show(SELinuxCheck(configuration).findings())
        report.show(DiskCheck(configuration).findings())
        report.show(ClockCheck(configuration).findings())
        report.show(LibraryCheck().findings())
        try report.end()
    }

    private static func finding(about loaded: Configuration.Loaded) -> Finding {
        let file = loaded.file ?? "no file, the defaults stand alone"
        guard let first = loaded.warnings.first else { return Finding("configuration", .ok, file) }
        return Finding(
            "configuration", .warning, "\(first.place): \(first.message)",
            remedy: "ztps --validate-config lists everything")
    }
}

/// Prints findings as they come.
private final class DoctorReport {
    private let isJSON: Bool
    private let isTerminal = isatty(STDOUT_FILENO) == 1
    private var findings: [Finding] = []

    init(isJSON: Bool) { self.isJSON = isJSON }

    func show(_ new: [Finding]) {
        findings += new
        guard !isJSON else { return }
        for finding in new { print(line(finding)) }
        fflush(nil)
    }

    private func line(_ finding: Finding) -> String {
        let status = finding.status.rawValue + String(repeating: " ", count: 7 - finding.status.rawValue.count)
        let check = finding.check + String(repeating: " ", count: max(0, 13 - finding.check.count))
        let text = finding.text.escapingControls + (finding.remedy.map { "; fix: \($0.escapingControls)" } ?? "")
        return "\(isTerminal ? colored(status, finding.status) : status)  \(check)  \(text)"
    }

    private func colored(_ text: String, _ status: Finding.Status) -> String {
        let color =
            switch status {
            case .ok: "32"
            case .warning, .unknown: "33"
            case .error: "31"
            }
        return "\u{1B}[1;\(color)m\(text)\u{1B}[0m"
    }

    func end() throws {
        let errors = findings.count { $0.status == .error }
        if isJSON {
            PoolCommands.printJSON(.array(findings.map(\.document)))
        } else {
            let others = findings.count { $0.status == .warning || $0.status == .unknown }
            print("\(errors) \(errors == 1 ? "error" : "errors"), \(others) \(others == 1 ? "warning" : "warnings").")
        }
        if errors > 0 { throw ExitCode(1) }
    }
}
