import ArgumentParser
import ZTPCore

/// What every subcommand takes.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: [.customShort("c"), .long],
        help: ArgumentHelp("The configuration file; wins over ZTPS_CONFIG.", valueName: "file"),
        completion: .file())
    var conf: String?

    /// - Parameter rootPath: the file that was named in front of the subcommand.
    func load(else rootPath: String?) throws(ConfigurationError) -> Configuration {
        try Configuration.load(explicitPath: conf ?? rootPath, environment: Environment.current).configuration
    }
}
