/// The pools that nodes are given addresses and names from: the other half of the state that servers share.
///
/// Every call is safe from any thread and any process, and nothing that a call has reported is lost in a power cut.
public protocol PoolRepository: Sendable {
    /// What a node has of each pool, or now gets: all of it or nothing.
    ///
    /// A node that owns an entry keeps it. Otherwise it gets the first free one, in the order of the file.
    /// - Parameters:
    ///   - isFinal: `commit` does nothing that may fail.
    ///   - commit: called when all entries are written; when it throws, they are taken back.
    func allocate(
        from pools: [PoolName], to id: NodeID, isFinal: Bool, commit: () throws -> Void
    ) throws -> [String]

    /// The names of all pools, sorted; files that are `Leftovers` are no pools.
    func pools() throws(RepositoryError) -> [PoolName]

    /// What a pool holds, in its own order.
    func entries(of pool: PoolName) throws(PoolProblem) -> [PoolEntry]

    /// Frees entries.
    ///
    /// - Parameter selection: says of each entry that has an owner whether it is to be freed.
    /// - Returns: what was freed, with its last owner.
    func release(from pool: PoolName, _ selection: (PoolEntry) -> Bool) throws(PoolProblem) -> [PoolEntry]
}

extension PoolRepository {
    /// The same where `commit` may fail.
    public func allocate(from pools: [PoolName], to id: NodeID, commit: () throws -> Void) throws -> [String] {
        try allocate(from: pools, to: id, isFinal: false, commit: commit)
    }
}
