import Glibc
import Synchronization

/// Counts the requests that are not answered to the end yet.
final class RunningRequests: Sendable {
    private let count = Atomic<Int>(0)

    func begin() { count.add(1, ordering: .relaxed) }

    func end() { count.subtract(1, ordering: .relaxed) }

    /// False when some still run after so many seconds.
    func waitForEnd(seconds: Double) -> Bool {
        for _ in 0..<Int(seconds * 100) where count.load(ordering: .relaxed) > 0 { usleep(10_000) }
        return count.load(ordering: .relaxed) == 0
    }
}
