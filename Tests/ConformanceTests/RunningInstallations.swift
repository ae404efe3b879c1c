import Synchronization
import Testing

/// The installations that were started, each once for all its scenarios, and stopped when the suite ends.
final class RunningInstallations: Sendable {
    struct Entry: Sendable {
        var sandbox: Sandbox
        var driver: any Driver
    }

    /// One installation, started on first use.
    private final class Slot: Sendable {
        let result = Mutex<Result<Entry, any Error>?>(nil)
    }

    private let slots = Mutex<[Installation: Slot]>([:])

    @TaskLocal static var current: RunningInstallations?

    /// Starts an installation on its first use. One that does not start fails every scenario at once, without retrying.
    func entry(_ installation: Installation) throws -> Entry {
        let slot = slots.withLock { slots in
            let slot = slots[installation] ?? Slot()
            slots[installation] = slot
            return slot
        }
        return try slot.result.withLock { result in
            let known =
                result
                ?? Result {
                    let started = try installation.start()
                    return Entry(sandbox: started.sandbox, driver: started.driver)
                }
            result = known
            return try known.get()
        }
    }

    func stop() {
        let all = slots.withLock { slots in
            defer { slots.removeAll() }
            return Array(slots.values)
        }
        for slot in all {
            slot.result.withLock { result in
                if case .success(let entry) = result { entry.driver.stop() }
            }
        }
    }
}

/// Keeps the installations of a suite running while its tests do.
struct SharedInstallations: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let running = RunningInstallations()
        defer { running.stop() }
        try await RunningInstallations.$current.withValue(running) { try await function() }
    }
}
