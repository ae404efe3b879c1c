import Synchronization

/// Makes names for requests that the web server did not name: a number drawn for the process, then a count.
final class RequestIDs: Sendable {
    private let process = String(UInt32.random(in: 0x1000_0000...UInt32.max), radix: 16)
    private let count = Atomic<UInt32>(0)

    func next() -> String {
        process + "-" + String(count.wrappingAdd(1, ordering: .relaxed).newValue, radix: 16)
    }
}
