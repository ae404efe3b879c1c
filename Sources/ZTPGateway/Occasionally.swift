import Glibc
import Synchronization

/// Says yes once in a while, so that a condition that lasts is not logged a thousand times.
final class Occasionally: Sendable {
    private let seconds: Int
    private let next = Mutex(Int.min)

    init(seconds: Int) {
        self.seconds = seconds
    }

    var isDue: Bool {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return next.withLock { next in
            guard now.tv_sec >= next else { return false }
            next = now.tv_sec + seconds
            return true
        }
    }
}
