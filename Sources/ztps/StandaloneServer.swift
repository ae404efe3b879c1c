import Glibc
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import Synchronization
import SystemPackage
import ZTPCore

/// The core behind Hummingbird: listens, serves, stops.
final class StandaloneServer: Sendable {
    private let loaded: Configuration.Loaded
    private let application: ZTPCore.Application
    private let logger: Logger
    private let running = RunningRequests()
    /// The listening socket, once there is one.
    private let listener = Mutex<(any Channel)?>(nil)
    private let isStopping = Atomic<Bool>(false)

    /// How many requests may wait for the disk or for a config-handler at the same time.
    private static let threads = 64

    /// Seconds after which a connection without a request is closed. A switch that was unplugged never says goodbye.
    private static let idleTimeout: Int64 = 75

    /// - Parameter debug: log everything, to standard output, whatever the configuration says.
    init(_ loaded: Configuration.Loaded, debug: Bool) throws(StartupError) {
        self.loaded = loaded
        var settings = LogSettings(configuration: loaded.configuration, level: debug ? .debug : .info)
        if debug {
            settings.enabled = true
            logger = settings.logger(label: "ztps", sink: StandardOutputSink())
        } else {
            logger = settings.processLogger(loaded.configuration)
        }
        application = try Application(configuration: loaded.configuration, logger: logger)
    }

    /// Starts to listen and serve in the background.
    ///
    /// - Parameter failed: called when the server cannot listen, or stops of itself.
    func start(failed: @escaping @Sendable (any Error) -> Void) {
        for warning in loaded.warnings { logger.warning("\(warning)") }
        let threads = NIOThreadPool(numberOfThreads: Self.threads)
        threads.start()
        let responder = CoreResponder(
            application: application, threads: threads, running: running,
            bodies: RequestBodyReader(limit: loaded.configuration.limits.maxBody), logger: logger)
        let server = loaded.configuration.server
        let hummingbird = Hummingbird.Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [HTTP1Rules.Installer()], idleTimeout: .seconds(Self.idleTimeout))),
            configuration: .init(address: .hostname(server.interface, port: server.port), backlog: 1024),
            onServerRunning: { [self] channel in
                listener.withLock { $0 = channel }
                announce(port: channel.localAddress?.port ?? server.port)
            },
            logger: Logger(label: "hummingbird") { _ in SwiftLogNoOpLogHandler() })
        Task {
            do {
                try await hummingbird.run()
            } catch {
                // Hummingbird takes the closed listener for a failure.
                guard !isStopping.load(ordering: .relaxed) else { return }
                failed(ListenError(interface: server.interface, port: server.port, reason: error))
            }
        }
    }

    /// Accepts nothing more, gives running requests two seconds, then ends the programs that they wait for.
    func stop() {
        isStopping.store(true, ordering: .relaxed)
        listener.withLock { $0?.close(promise: nil) }
        guard !running.waitForEnd(seconds: 2) else { return }
        application.stopChildProcesses()
        _ = running.waitForEnd(seconds: 0.5)
    }

    private func announce(port: Int) {
        let interface = loaded.configuration.server.interface
        let host = interface.contains(":") ? "[\(interface)]" : interface
        print(
            """
            ztps \(ZTPVersion.current)
            Using configuration \(loaded.file ?? "defaults")
            Using repository \(loaded.configuration.general.dataRoot)
            Starting server on http://\(host):\(port)
            """)
        fflush(nil)
    }
}

extension LogSettings {
    /// For lines that belong to no web server: standard error, unless the configuration keeps it silent.
    func processLogger(_ configuration: Configuration) -> Logger {
        guard configuration.general.consoleLogging else {
            return Logger(label: "ztps") { _ in SwiftLogNoOpLogHandler() }
        }
        return logger(label: "ztps", sink: StandardErrorSink())
    }
}
