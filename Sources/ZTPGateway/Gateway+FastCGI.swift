import CFastCGI
import Logging
import ZTPCore

extension Gateway {
    /// Seconds that requests under way get at the stop, before their child processes are killed.
    private static let grace = 2.0
    /// Seconds that they get to answer after that. mod_fcgid kills 3 seconds after its SIGTERM.
    private static let lastGrace = 0.4

    /// Serves FastCGI until a signal.
    func serve(_ loaded: Configuration.Loaded, on listeners: [ListeningSocket]) throws(GatewayError) {
        defer { for listener in listeners { listener.removeFile() } }
        let signals = StopSignals()
        let configuration = loaded.configuration
        let settings = logSettings(configuration)
        let sink: any LogSink = configuration.general.consoleLogging ? StandardErrorSink() : DiscardingSink()
        let logger = settings.logger(sink: sink)
        for warning in loaded.warnings { logger.warning("\(warning)") }
        let application = try application(configuration, logger: logger)
        let threads = options.threads ?? configuration.fastcgi.threads
        let pool: WorkerPool
        let workers: WorkerThreads
        do {
            FCGX_Init()
            pool = try WorkerPool(
                listeners: listeners,
                responder: FastCGIResponder(
                    handler: application, maxBody: configuration.limits.maxBody, logs: settings, fallback: sink),
                allowedPeers: PeerAddresses(environment.text("FCGI_WEB_SERVER_ADDRS")),
                logger: logger)
            workers = try WorkerThreads(count: threads) { [pool] in pool.work() }
        } catch {
            throw .workers(reason: "\(error)")
        }
        logger.info(
            "started",
            metadata: [
                "version": "\(ZTPVersion.current)",
                "threads": "\(threads)",
                "listen": "\(listeners.map(\.description).joined(separator: ","))",
                "configuration": "\(loaded.file ?? "defaults")",
                "data_root": "\(configuration.general.dataRoot)",
            ])
        let signal = signals.wait()
        pool.stop()
        var running = workers.join(seconds: Self.grace)
        if running > 0 {
            application.stopChildProcesses()
            running = workers.join(seconds: Self.lastGrace)
        }
        logger.info("stopped", metadata: ["signal": "\(signal)", "unfinished": "\(running)"])
    }
}

/// Takes log lines that nobody wants.
private struct DiscardingSink: LogSink {
    func write(line: String) {}
}
