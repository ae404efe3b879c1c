import CFastCGI
import Glibc
import Logging
import ZTPCore

/// The program behind the web server: reads the configuration, finds out how requests come, and answers them.
public struct Gateway {
    /// What the command line says.
    public struct Options: Sendable, Equatable {
        /// `--conf`; wins over `ZTPS_CONFIG`.
        public var configurationFile: String?
        /// `--threads`; wins over `[fastcgi] threads`.
        public var threads: Int?
        /// `--listen`, as often as it stands.
        public var listen: [ListenAddress]
        /// `--debug`.
        public var debug: Bool

        public init(
            configurationFile: String? = nil, threads: Int? = nil, listen: [ListenAddress] = [], debug: Bool = false
        ) {
            self.configurationFile = configurationFile
            self.threads = threads
            self.listen = listen
            self.debug = debug
        }
    }

    let options: Options
    let environment: CGIEnvironment

    public init(options: Options, environment: CGIEnvironment) {
        self.options = options
        self.environment = environment
    }

    /// Serves until it is told to stop, or answers the one request of CGI.
    ///
    /// - Returns: when it is done, without an error. The process should exit then.
    public func run() throws(GatewayError) {
        // Threads would otherwise get an arena each, and memory freed in one helps no other. What one request frees the
        // next one needs again: giving it back to the system in between takes longer than the request.
        mallopt(M_ARENA_MAX, 4)
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
        mallopt(M_TRIM_THRESHOLD, 2 << 20)
        mallopt(M_TOP_PAD, 256 << 10)
        FailedWrites.areErrors()
        ChildProcesses.prepareProcess()
        let loaded: Configuration.Loaded
        do {
            loaded = try Configuration.load(
                explicitPath: options.configurationFile, environment: environment.texts)
        } catch {
            throw .configuration(error.description)
        }
        switch try FrontEnd.choose(listen: options.listen, environment: environment) {
        case .cgi: try answerOnce(loaded)
        case .fastCGI(let listeners): try serve(loaded, on: listeners)
        }
    }

    func logSettings(_ configuration: Configuration) -> LogSettings {
        LogSettings(configuration: configuration, level: options.debug ? .debug : .info)
    }

    func application(_ configuration: Configuration, logger: Logger) throws(GatewayError) -> Application {
        do {
            return try Application(configuration: configuration, logger: logger)
        } catch {
            throw .configuration("\(error)")
        }
    }

    private func answerOnce(_ loaded: Configuration.Loaded) throws(GatewayError) {
        let configuration = loaded.configuration
        let logger = logSettings(configuration).logger(sink: StandardErrorSink())
        // A process a request: at a higher level these would fill the log.
        for warning in loaded.warnings { logger.debug("\(warning)") }
        let handler = try application(configuration, logger: logger)
        CGIProcess(handler: handler, maxBody: configuration.limits.maxBody, logger: logger).answer(environment)
    }
}
