import Glibc

/// The signals that end the server, taken in one place instead of wherever they arrive.
struct StopSignals: Sendable {
    /// Blocks the signals in this thread and in all that it will start.
    static func block() -> StopSignals {
        var set = set
        pthread_sigmask(SIG_BLOCK, &set, nil)
        return StopSignals()
    }

    /// Blocks the calling thread until one of them comes.
    func wait() {
        var set = Self.set
        var number: Int32 = 0
        while sigwait(&set, &number) != 0 {}
    }

    private static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, number) }
        return set
    }
}
