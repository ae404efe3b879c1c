import Glibc
import Synchronization

/// Counts the requests that are not answered to the end yet.
final class RunningRequests: Sendable {
    private let count = Atomic<Int>(0)

    /// One request. It has ended when the last reference goes, however that comes about.
    final class Mark: Sendable {
        private let requests: RunningRequests

        fileprivate init(_ requests: RunningRequests) {
            self.requests = requests
            requests.count.add(1, ordering: .relaxed)
        }

        deinit { requests.count.subtract(1, ordering: .relaxed) }
    }

    func begin() -> Mark { Mark(self) }

    /// False when some still run after so many seconds.
    func waitForEnd(seconds: Double) -> Bool {
        for _ in 0..<Int(seconds * 100) where count.load(ordering: .relaxed) > 0 { usleep(10_000) }
        return count.load(ordering: .relaxed) == 0
    }
}
