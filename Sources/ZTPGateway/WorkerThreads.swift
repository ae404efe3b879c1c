import CFastCGI
import Glibc
import Synchronization
import SystemPackage

/// A number of threads that run the same function, and a way to wait until all have left it.
final class WorkerThreads: Sendable {
    /// Enough for documents nested as deep as the readers allow. Address space, not memory.
    private static let stackSize = 8 << 20

    /// Each thread adds one as it ends.
    private let ended: Int32
    private let running = Mutex(0)

    /// Starts the threads. Those that run already go on when one cannot be started.
    init(count: Int, body: @escaping @Sendable () -> Void) throws(Errno) {
        ended = eventfd(0, Int32(O_CLOEXEC | O_NONBLOCK))
        guard ended >= 0 else { throw Errno(rawValue: errno) }
        for _ in 0..<count {
            try Self.start { [ended] in
                body()
                eventfd_write(ended, 1)
            }
            running.withLock { $0 += 1 }
        }
    }

    /// Waits until all threads have ended.
    ///
    /// - Returns: how many still run after `seconds`.
    func join(seconds: Double) -> Int {
        let deadline = ContinuousClock.now + .seconds(seconds)
        return running.withLock { running in
            while running > 0 {
                let left = (deadline - .now) / .milliseconds(1)
                guard left > 0 else { return running }
                var waiting = pollfd(fd: ended, events: Int16(POLLIN), revents: 0)
                poll(&waiting, 1, Int32(left.rounded(.up)))
                var count: eventfd_t = 0
                if eventfd_read(ended, &count) == 0 { running -= Int(count) }
            }
            return 0
        }
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private static func start(_ body: @escaping @Sendable () -> Void) throws(Errno) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let box = Unmanaged.passRetained(Body(body))
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, &attributes,
            { argument in
                if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, box.toOpaque())
        guard failure == 0 else {
            box.release()
            throw Errno(rawValue: failure)
        }
    }
}
