import Synchronization

/// Keeps what was made from several files, each for as long as their stamps stay the same.
///
/// Like `ParsedFileCache`, for results that are small: it is bounded by the number of entries. Thread-safe.
final class StampedCache<Value: Sendable>: Sendable {
    private struct Entry {
        var stamps: [FileStamp?]
        var value: Value
    }

    private let state = Mutex((young: [ExactText: Entry](), old: [ExactText: Entry]()))
    private let capacity: Int

    /// - Parameter capacity: entries of one generation, of which there are two.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// The value for these files, made anew if they are not the ones that it was made from.
    func value<Failure: Error>(
        for key: String, _ stamps: [FileStamp?], make: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let key = ExactText(key)
        let known = state.withLock { $0.young[key] ?? $0.old[key] }
        if let known, known.stamps == stamps { return known.value }
        let now = FileTime.now
        let value = try make()
        // A file that has just changed may change again without a new stamp.
        guard stamps.allSatisfy({ $0?.isTooYoung(at: now) != true }) else { return value }
        state.withLock { state in
            if state.young.count >= capacity {
                state.old = state.young
                state.young = [:]
            }
            state.young[key] = Entry(stamps: stamps, value: value)
        }
        return value
    }
}
