import Synchronization

/// Pools as they were last read in this process. A file is read anew every time, and what is known of its earlier
/// version only makes that quicker. Thread-safe.
final class KnownPools: Sendable {
    private let texts = Mutex<[PoolName: PoolText]>([:])
    /// Bytes of all texts together; their entries take about twice as much.
    private static let most = 2 << 20

    func text(of pool: PoolName) -> PoolText? { texts.withLock { $0[pool] } }

    func remember(_ text: PoolText, of pool: PoolName) {
        // A small file is read as quickly without.
        guard case .lines = text.form, text.bytes.count > 4096, text.bytes.count <= Self.most else { return }
        texts.withLock { texts in
            texts[pool] = text
            while texts.values.reduce(0, { $0 + $1.bytes.count }) > Self.most {
                guard let other = texts.keys.first(where: { $0 != pool }) else { return }
                texts[other] = nil
            }
        }
    }
}
