import Synchronization

/// Keeps parsed copies of files, each for as long as its file's stamp stays the same.
///
/// Nothing lives only here: an entry is a copy of a file and may go at any time. Files of equal content share one parsed
/// value, as the definitions of a hundred equal switches do. Memory is bounded by the size of the texts that the
/// entries were parsed from. Thread-safe; parsing happens outside the lock.
final class ParsedFileCache<Value: Sendable>: Sendable {
    private struct Entry {
        var stamp: FileStamp
        var value: Value
    }

    /// Two generations: when the young one is full it becomes the old one, and what is not used meanwhile goes with it.
    private struct State {
        var young: [ExactText: Entry] = [:]
        var old: [ExactText: Entry] = [:]
        var youngContents: [[UInt8]: Value] = [:]
        var oldContents: [[UInt8]: Value] = [:]
        var youngCost = 0
    }

    private let state = Mutex(State())
    private let budget: Int

    /// - Parameter budget: bytes of text that one generation may stand for.
    init(budget: Int) {
        self.budget = budget
    }

    /// The parsed value of a file.
    ///
    /// - Parameters:
    ///   - key: names the file.
    ///   - stamp: its stamp now.
    ///   - read: reads the file, nil when it has gone.
    ///   - parse: makes the value. What it returns is kept, so an error that is the file's is best part of the value; what
    ///     it throws is not.
    func value(
        for key: String, stamp: FileStamp,
        read: () throws(RepositoryError) -> StoredFile?, parse: ([UInt8]) throws(RepositoryError) -> Value
    ) throws(RepositoryError) -> Value? {
        let key = ExactText(key)
        if let found = lookUp(key, stamp) { return found }
        let time = FileTime.now
        guard let file = try read() else { return nil }
        if let shared = lookUp(content: file.bytes) {
            store(shared, for: key, file, readAt: time)
            return shared
        }
        let value = try parse(file.bytes)
        store(value, for: key, file, readAt: time)
        return value
    }

    private func lookUp(_ key: ExactText, _ stamp: FileStamp) -> Value? {
        state.withLock { state in
            if let entry = state.young[key] { return entry.stamp == stamp ? entry.value : nil }
            guard let entry = state.old[key], entry.stamp == stamp else { return nil }
            state.young[key] = entry
            state.youngCost += Int(entry.stamp.size)
            return entry.value
        }
    }

    private func lookUp(content: [UInt8]) -> Value? {
        state.withLock { $0.youngContents[content] ?? $0.oldContents[content] }
    }

    private func store(_ value: Value, for key: ExactText, _ file: StoredFile, readAt time: FileTime) {
        // A file that has just changed may change again without a new stamp; it is read again until it is older.
        guard !file.stamp.isTooYoung(at: time) else { return }
        state.withLock { state in
            if state.youngCost > budget {
                state.old = state.young
                state.oldContents = state.youngContents
                state.young = [:]
                state.youngContents = [:]
                state.youngCost = 0
            }
            state.young[key] = Entry(stamp: file.stamp, value: value)
            state.youngContents[file.bytes] = value
            state.youngCost += file.bytes.count + 128
        }
    }
}
