import CLinux
import Glibc
import Logging
import SystemPackage

/// A file that we rewrite while others write to it as well, who take no lock: an operator appends to it or saves it from
/// an editor. A pool is one.
///
/// A rewrite makes a new file that takes the old one's place. What reaches the old one afterwards, from a program that
/// had it open already, is taken over; so is the whole of an edit that came in between, with our change made anew.
///
/// Every call is made under a lock that keeps other processes of ours away from the file.
struct ContestedFile {
    let root: DataRoot
    /// As it is named.
    let path: FilePath
    /// Where it lies.
    let target: FilePath
    let logger: Logger?

    /// Seconds that a rewrite waits for those who have the old version open for writing, before it leaves what they may
    /// still write to the next one.
    private static let patience = 1.0

    init(_ path: FilePath, in root: DataRoot, logger: Logger? = nil) {
        self.root = root
        self.path = path
        target = root.canonicalTarget(of: path)
        self.logger = logger
    }

    /// Replaces the content in one step, and waits until it survives a power cut (the old one may come back until the
    /// directory is synced, too).
    ///
    /// - Returns: false when the file did not hold `old` any more; then it holds what somebody else made of it.
    func replace(_ old: [UInt8], with new: [UInt8]) throws(RepositoryError) -> Bool {
        do {
            let (file, temporary) = try root.stage(new, for: target, durability: .content)
            defer { try? file.close() }
            guard let stamp = FileStamp(of: file) else { throw Errno(rawValue: errno) }
            let name = DisplacedVersion.Name(of: target, successor: stamp.inode, content: old, time: .now)
            var version = DisplacedVersion(folder: target.removingLastComponent(), name: name)
            guard Glibc.rename(temporary.string, version.path.string) == 0 else {
                let reason = Errno(rawValue: errno)
                _ = unlink(temporary.string)
                throw reason
            }
            guard try takePlace(version) else { return false }
            guard try settle(&version, old, new, file) else { return false }
            keep(version)
            return true
        } catch {
            throw .unwritable(target, error as? Errno ?? .ioError)
        }
    }

    /// Lets the new version, which has the name that is meant for the old one, change places with it.
    ///
    /// - Returns: false when there is no old one any more.
    private func takePlace(_ version: DisplacedVersion) throws -> Bool {
        if exchange(version) { return true }
        var reason = Errno(rawValue: errno)
        if reason == .invalidArgument || reason == .notSupported || reason == .noFunction {
            // The file system cannot do that. Two steps then: for a moment the old version has two names.
            let new = target.removingLastComponent().appending(".\(version.name)")
            guard Glibc.rename(version.path.string, new.string) == 0 else { throw Errno(rawValue: errno) }
            // Where there are no links either, the old version goes, as it must.
            if link(target.string, version.path.string) != 0 { logger?.debug("\(target) cannot be linked") }
            if Glibc.rename(new.string, target.string) == 0 { return true }
            reason = Errno(rawValue: errno)
            _ = unlink(new.string)
        }
        _ = unlink(version.path.string)
        guard reason == .noSuchFileOrDirectory else { throw reason }
        return false
    }

    private func exchange(_ version: DisplacedVersion) -> Bool {
        linux_renameat2(AT_FDCWD, version.path.string, AT_FDCWD, target.string, linux_rename_exchange) == 0
    }

    /// Looks at what the old version holds now that nobody can open it any more.
    ///
    /// - Returns: false when it was more than a longer `old`; it is back in its place then.
    private func settle(
        _ version: inout DisplacedVersion, _ old: [UInt8], _ new: [UInt8], _ file: FileDescriptor
    ) throws -> Bool {
        let displaced: FileDescriptor
        do {
            displaced = try FileDescriptor.open(version.path, .readOnly, options: [.noFollow, .closeOnExec])
        } catch Errno.noSuchFileOrDirectory {
            return true
        } catch {
            // It is not the file that was read.
            try putBack(version, new, file)
            return false
        }
        defer { try? displaced.close() }
        let writers = displaced.waitForWriters(seconds: Self.patience)
        let content = try displaced.readToEnd()
        if content == old { return true }
        guard content.starts(with: old) else {
            try putBack(version, new, file)
            return false
        }
        let added = content[old.count...].completeLines(all: writers != .some)
        guard !added.isEmpty else { return true }
        do { try append(added, to: file, after: new) } catch {
            // It stays where it is, and the next one tries again.
            logger?.error("\(target): what was appended meanwhile cannot be written: \(error)")
            return true
        }
        logger?.debug("\(target): \(added.count) bytes that were appended meanwhile are taken over")
        try rename(&version, taken: content[..<added.endIndex])
        return true
    }

    /// Gives the old version its place back. The new one, which could be seen for a moment, goes.
    private func putBack(_ version: DisplacedVersion, _ new: [UInt8], _ file: FileDescriptor) throws {
        guard exchange(version) || Glibc.rename(version.path.string, target.string) == 0 else {
            throw Errno(rawValue: errno)
        }
        guard let size = FileStamp(of: file)?.size, size == new.count else {
            // Somebody has appended to it.
            var version = version
            version.name.successor = 0
            try rename(&version, taken: new[...])
            return
        }
        _ = unlink(version.path.string)
    }

    private func append(_ lines: ArraySlice<UInt8>, to file: FileDescriptor, after content: [UInt8]) throws {
        let isOpenLine = content.last.map { $0 != UInt8(ascii: "\n") } ?? false
        try file.writeAll((isOpenLine ? [UInt8(ascii: "\n")] : []) + lines)
        try DataRoot.sync(file)
    }
}

extension ArraySlice<UInt8> {
    /// Up to the end of the last line that has one; or all of it.
    func completeLines(all: Bool) -> ArraySlice<UInt8> {
        all ? self : prefix(upTo: lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? startIndex)
    }
}
