import Glibc
import Logging
import SystemPackage

/// What comes to earlier versions of the file later on.
extension ContestedFile {
    /// Seconds that a version is kept although nobody has it open for writing: a program may be about to, since it had
    /// found the file before another one took its place.
    private static let grace = 1.0
    /// The same where nobody can tell who has it open.
    private static let longGrace = 60.0
    /// More are not kept, apart from those that somebody has open.
    private static let most = 32

    /// What an earlier version holds that the file lacks.
    struct Late {
        var version: DisplacedVersion
        var lines: ArraySlice<UInt8>
        /// All of the version that is taken over when these lines are.
        var taken: ArraySlice<UInt8>
        /// Whether more than appending has happened to it. Then the lines are all that it has.
        var isEdited: Bool
        fileprivate var isDone: Bool
    }

    /// Looks at all earlier versions, and lets those go to which nothing can come any more.
    func late() -> [Late] {
        let versions = versions()
        var late: [Late] = []
        for (index, version) in versions.enumerated() {
            guard let found = look(at: version, isOld: index < versions.count - Self.most) else { continue }
            if found.lines.isEmpty, !found.isEdited { finish(found) } else { late.append(found) }
        }
        return late
    }

    /// Called when the lines are in the file, or are not wanted there.
    func finish(_ late: Late) {
        var version = late.version
        if late.isEdited {
            version.name = DisplacedVersion.Name(
                of: target, successor: version.name.successor, content: late.taken, time: version.name.time)
            let kept = version.folder.appending(version.name.description + ".edited")
            _ = Glibc.rename(late.version.path.string, kept.string)
            logger?.error(
                """
                \(target): somebody edited an earlier version of it; the entries that it lacked are taken over, \
                the edited text is \(kept)
                """
            )
        } else if late.isDone {
            _ = unlink(version.path.string)
        } else {
            try? rename(&version, taken: late.taken)
        }
    }

    private func look(at version: DisplacedVersion, isOld: Bool) -> Late? {
        var status = Glibc.stat()
        guard lstat(version.path.string, &status) == 0 else { return nil }
        let inode = UInt64(status.st_ino)
        var current = Glibc.stat()
        let isCurrent = stat(target.string, &current) == 0 && current.st_ino == status.st_ino
        // Who made it was killed before it could take its place, or while the old version had two names.
        guard inode != version.name.successor, !isCurrent else {
            _ = unlink(version.path.string)
            return nil
        }
        let age = version.name.age(at: .now) ?? .infinity
        if age < Self.grace, !isOld, status.st_size == version.name.taken { return nil }
        guard let file = try? FileDescriptor.open(version.path, .readOnly, options: [.noFollow, .closeOnExec]) else {
            return nil
        }
        defer { try? file.close() }
        let writers = file.writers
        guard let content = try? file.readToEnd() else { return nil }
        let isLonger = content.count >= version.name.taken
        let isEdited = !isLonger || DisplacedVersion.Name.digest(content[..<version.name.taken]) != version.name.digest
        let lines = content[(isEdited ? 0 : version.name.taken)...].completeLines(all: writers != .some)
        let isDone =
            switch writers {
            case .none: age >= Self.grace || isOld
            case .some: false
            case .unknown: age >= Self.longGrace || isOld
            }
        // An editor, or whoever appends, may be in the middle of it.
        if isEdited ? writers == .some : lines.isEmpty && !isDone { return nil }
        return Late(
            version: version, lines: lines, taken: content[..<lines.endIndex], isEdited: isEdited, isDone: isDone)
    }

    /// The earlier versions, the oldest first.
    private func versions() -> [DisplacedVersion] {
        let file = DisplacedVersion.Name.digest(Array(target.string.utf8))
        return [ownFolder, target.removingLastComponent()]
            .flatMap { folder in
                ((try? FilePath.names(in: folder)) ?? []).compactMap(DisplacedVersion.Name.init)
                    .map { DisplacedVersion(folder: folder, name: $0) }
            }
            .filter { $0.name.file == file }
            .sorted { $0.name.time < $1.name.time }
    }

    private var ownFolder: FilePath { root.folder(.own).appending("displaced") }

    /// Keeps a version that has just been displaced, where nobody has to see it.
    func keep(_ version: DisplacedVersion) {
        guard (try? root.ensureDirectory(root.folder(.own))) != nil, (try? root.ensureDirectory(ownFolder)) != nil
        else {
            return
        }
        // On another file system it stays where it is.
        _ = Glibc.rename(version.path.string, ownFolder.appending(version.name.description).string)
    }

    /// Notes how much of a version is taken over.
    func rename(_ version: inout DisplacedVersion, taken: ArraySlice<UInt8>) throws {
        var new = version
        new.name = DisplacedVersion.Name(of: target, successor: version.name.successor, content: taken, time: .now)
        guard Glibc.rename(version.path.string, new.path.string) == 0 else { throw Errno(rawValue: errno) }
        version = new
    }
}

extension Int64 {
    /// Nanoseconds since 1970.
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
