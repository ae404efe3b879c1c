import Glibc
import Logging
import SystemPackage

/// The pools in resources/, one YAML file each.
extension FileRepository: PoolRepository {
    /// How many lock files the pools share.
    private static let lockCount: UInt64 = 64

    public func allocate(
        from pools: [PoolName], to id: NodeID, isFinal: Bool, commit: () throws -> Void
    ) throws -> [String] {
        // Most nodes have what they need from an earlier boot. Of several pools one may be about to be taken back.
        if let owned = try pools.count > 1 || !isFinal
            ? locked(pools, shared: true, { try owned(by: id, in: pools) }) : owned(by: id, in: pools)
        {
            try commit()
            return owned
        }
        let names = try locked(pools) {
            for pool in Set(pools) { try takeOverLateLines(of: pool) }
            // An editor may replace a file between our reading and our writing; then all of it is done again.
            for _ in 0..<8 {
                if let names = try allocateOnce(from: pools, to: id, commit: commit) { return names }
            }
            throw PoolProblem(pool: pools.first?.rawValue ?? "", reason: .keepsChanging)
        }
        // The others need not wait for this: what they write next has our change in it.
        for folder in Set(pools.map { root.target(of: path(of: $0)).removingLastComponent() }) {
            do { try DataRoot.syncDirectory(folder) } catch {
                throw PoolProblem(pool: pools.first?.rawValue ?? "", reason: .init(error))
            }
        }
        return names
    }

    private func path(of pool: PoolName) -> FilePath { root.folder(.resources).appending(pool.rawValue) }

    /// Nil when a file was changed by somebody else meanwhile; nothing is allocated then.
    private func allocateOnce(from pools: [PoolName], to id: NodeID, commit: () throws -> Void) throws -> [String]? {
        var names: [String] = []
        var changes: [Change] = []
        for pool in pools {
            let text = try read(pool)
            if let index = text.index(ownedBy: id.rawValue) {
                names.append(text.entry(at: index).name)
            } else if let change = changes.first(where: { $0.pool == pool }) {
                names.append(change.entry)
            } else {
                let change = try Change(giving: id, from: pool, text)
                names.append(change.entry)
                changes.append(change)
            }
        }
        var written: [Change] = []
        do {
            for change in changes {
                guard try write(change.new, to: change.pool, insteadOf: change.old) else {
                    try takeBack(written, from: id)
                    return nil
                }
                written.append(change)
            }
            try commit()
        } catch {
            try? takeBack(written, from: id)
            throw error
        }
        return names
    }

    /// A pool's text before and after it gave out an entry.
    private struct Change {
        var pool: PoolName
        var entry: String
        var old: [UInt8]
        var new: [UInt8]

        init(giving id: NodeID, from pool: PoolName, _ text: PoolText) throws(PoolProblem) {
            guard let free = text.firstFree else {
                throw PoolProblem(pool: pool.rawValue, reason: .exhausted(size: text.count))
            }
            entry = text.entry(at: free).name
            self.pool = pool
            old = text.bytes
            new = try text.setting(id.rawValue, at: free, in: pool)
        }
    }

    /// Frees what was just given out. A file that somebody has edited since keeps the edit.
    private func takeBack(_ changes: [Change], from id: NodeID) throws {
        for change in changes.reversed() {
            if try read(change.pool).bytes == change.new {
                if try write(change.old, to: change.pool, insteadOf: change.new) { continue }
            }
            _ = try releaseLocked(from: change.pool) { $0.isNamed(change.entry) && $0.isOwned(by: id.rawValue) }
        }
    }

    private func owned(by id: NodeID, in pools: [PoolName]) throws(PoolProblem) -> [String]? {
        var names: [String] = []
        for pool in pools {
            let text = try read(pool)
            guard let index = text.index(ownedBy: id.rawValue) else { return nil }
            names.append(text.entry(at: index).name)
        }
        return names
    }

    public func pools() throws(RepositoryError) -> [PoolName] {
        try poolNames(below: nil, in: root.folder(.resources), [])
            .sorted { $0.rawValue.utf8.lexicographicallyPrecedes($1.rawValue.utf8) }
    }

    /// - Parameters:
    ///   - parent: the folder as it is named in resources/.
    ///   - path: where it lies.
    ///   - parents: the folders that it is in, to notice a symbolic link that leads back to one.
    private func poolNames(
        below parent: String?, in path: FilePath, _ parents: [FileStamp.Identity]
    ) throws(RepositoryError) -> [PoolName] {
        let names = try FilePath.names(in: path)
        guard let own = FileStamp.Identity(of: path), !parents.contains(own) else { return [] }
        var pools: [PoolName] = []
        for name in names where !Leftovers.contains(name) {
            guard let pool = PoolName(parent.map { $0 + "/" + name } ?? name) else { continue }
            let file = path.appending(name)
            // What cannot be looked at may be a pool: who reads it is told the reason.
            if (try? root.isDirectory(file)) ?? false {
                pools += try poolNames(below: pool.rawValue, in: file, parents + [own])
            } else {
                pools.append(pool)
            }
        }
        return pools
    }

    public func entries(of pool: PoolName) throws(PoolProblem) -> [PoolEntry] {
        try read(pool).list
    }

    public func release(from pool: PoolName, _ selection: (PoolEntry) -> Bool) throws(PoolProblem) -> [PoolEntry] {
        do {
            return try locked([pool]) {
                try takeOverLateLines(of: pool)
                return try releaseLocked(from: pool, selection)
            }
        } catch let problem as PoolProblem {
            throw problem
        } catch {
            let failure = error as? RepositoryError ?? .unwritable(path(of: pool), error as? Errno ?? .ioError)
            throw PoolProblem(pool: pool.rawValue, reason: .init(failure))
        }
    }

    private func releaseLocked(
        from pool: PoolName, _ selection: (PoolEntry) -> Bool
    ) throws(PoolProblem) -> [PoolEntry] {
        for _ in 0..<8 {
            let text = try read(pool)
            let freed = text.list.enumerated().filter { $0.element.owner != nil && selection($0.element) }
            guard !freed.isEmpty else { return [] }
            let changed = try text.freeing(freed.map(\.offset), in: pool)
            if try write(changed, to: pool, insteadOf: text.bytes) {
                try? DataRoot.syncDirectory(root.target(of: path(of: pool)).removingLastComponent())
                return freed.map(\.element)
            }
        }
        throw PoolProblem(pool: pool.rawValue, reason: .keepsChanging)
    }

    private func read(_ pool: PoolName) throws(PoolProblem) -> PoolText {
        let path = path(of: pool)
        let file: StoredFile?
        let isDirectory: Bool
        do throws(RepositoryError) {
            file = try root.read(path)
            isDirectory = file == nil ? try root.isDirectory(path) : false
        } catch {
            throw PoolProblem(pool: pool.rawValue, reason: .init(error))
        }
        guard let file else { throw PoolProblem(pool: pool.rawValue, reason: isDirectory ? .isDirectory : .missing) }
        let known = knownPools.text(of: pool)
        switch known.flatMap({ PoolText(scanning: file.bytes, knowing: $0) }).map({ .success($0) })
            ?? PoolText.read(file.bytes)
        {
        case .success(let text):
            knownPools.remember(text, of: pool)
            return text
        case .failure(let reason): throw PoolProblem(pool: pool.rawValue, reason: reason)
        }
    }

    /// False when somebody else has changed the file since it was read.
    private func write(_ new: [UInt8], to pool: PoolName, insteadOf old: [UInt8]) throws(PoolProblem) -> Bool {
        do {
            return try contested(pool).replace(old, with: new)
        } catch {
            throw PoolProblem(pool: pool.rawValue, reason: .init(error))
        }
    }

    private func contested(_ pool: PoolName) -> ContestedFile {
        ContestedFile(path(of: pool), in: root, logger: logger)
    }

    /// Puts into the file what came to an earlier version of it when that had been displaced.
    private func takeOverLateLines(of pool: PoolName) throws(PoolProblem) {
        let file = contested(pool)
        for _ in 0..<8 {
            let late = file.late()
            guard !late.isEmpty, let stored = try? root.read(file.target) else { return }
            var text = LateLines(bytes: stored.bytes)
            for version in late { text.add(version.lines) }
            if text.bytes != stored.bytes {
                guard try write(text.bytes, to: pool, insteadOf: stored.bytes) else { continue }
                logger?.info(
                    "\(file.target): \(text.added) lines that came to an earlier version of it are taken over")
            }
            for line in text.leftOut {
                logger?.warning(
                    "\(file.target): '\(line)' came to an earlier version of it; that entry is there already")
            }
            for version in late { file.finish(version) }
            return
        }
    }

    /// Runs `body` under the locks of all these pools, which everybody takes in the same order.
    private func locked<Value>(
        _ pools: [PoolName], shared: Bool = false, _ body: () throws -> Value
    ) throws -> Value {
        do {
            // Two names may lead to one file.
            let numbers = Set(pools.map { poolLockNumber(path(of: $0)) }).sorted()
            let locks = try lockFolder()
            func take(_ rest: ArraySlice<UInt64>) throws -> Value {
                guard let number = rest.first else { return try body() }
                let lock = FileLock(path: locks.appending(Self.lockName(number)))
                return try lock.withLock(shared: shared) { try take(rest.dropFirst()) }
            }
            return try take(numbers[...])
        } catch let error as RepositoryError {
            throw PoolProblem(pool: pools.first?.rawValue ?? "", reason: .init(error))
        }
    }

    /// The lock of a file, ready to be taken by another program: of a pool the one that it is allocated from under.
    func preparedLock(of path: FilePath) throws(RepositoryError) -> FileLock {
        let lock = FileLock(path: try lockFolder().appending(Self.lockName(poolLockNumber(path))))
        try lock.prepare()
        return lock
    }

    private func poolLockNumber(_ path: FilePath) -> UInt64 {
        lockNumber(root.canonicalTarget(of: path).string, of: Self.lockCount)
    }

    private static func lockName(_ number: UInt64) -> String { "pool-\(number)" }
}

extension PoolText {
    /// Reads a pool's file, quickly if its form allows that.
    static func read(_ bytes: [UInt8]) -> Result<PoolText, PoolProblem.Reason> {
        PoolText(scanning: bytes).map { .success($0) } ?? parse(bytes)
    }

    /// The text with these entries free. From the last one on, so that the others stay where they are.
    fileprivate func freeing(_ indices: [Int], in pool: PoolName) throws(PoolProblem) -> [UInt8] {
        var text = self
        for index in indices.reversed() {
            let changed = try text.setting(nil, at: index, in: pool)
            switch text.form {
            case .lines(let spans, let indent):
                // Entries in front of the changed one keep their places.
                text = PoolText(bytes: changed, form: .lines(Array(spans[..<index]), indent: indent))
            case .parsed:
                do { text = try PoolText.read(changed).get() } catch {
                    throw PoolProblem(pool: pool.rawValue, reason: error)
                }
            }
        }
        return text.bytes
    }

    fileprivate func setting(_ owner: String?, at index: Int, in pool: PoolName) throws(PoolProblem) -> [UInt8] {
        guard let changed = setting(owner, at: index) else {
            var mark = SourceMark(line: 1, column: 1)
            if case .parsed(let entries) = form { mark = entries[index].mark }
            throw PoolProblem(pool: pool.rawValue, reason: .notEditable(mark, entry: entry(at: index).name))
        }
        return changed
    }
}
