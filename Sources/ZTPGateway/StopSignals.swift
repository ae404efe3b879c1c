import Glibc

/// The signals that end the gateway: mod_fcgid and systemd send SIGTERM, a terminal SIGINT, libfcgi's tradition is
/// SIGUSR1.
///
/// They are taken by one thread with `sigwait(3)`; everywhere else they are blocked.
struct StopSignals {
    private static let all = [SIGTERM, SIGINT, SIGUSR1, SIGHUP]

    private var set = sigset_t()

    /// Blocks the signals for this thread and all that it starts from now on.
    init() {
        sigemptyset(&set)
        for signal in Self.all { sigaddset(&set, signal) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits for one of them.
    ///
    /// - Returns: its name.
    func wait() -> String {
        var set = set
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 {}
        return switch signal {
        case SIGTERM: "SIGTERM"
        case SIGINT: "SIGINT"
        case SIGUSR1: "SIGUSR1"
        case SIGHUP: "SIGHUP"
        default: "signal \(signal)"
        }
    }
}
