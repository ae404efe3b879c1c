import Crypto
import Glibc
import HTTPTypes
import Logging
import OrderedCollections
import Synchronization
import SystemPackage

/// GET /meta/…: size and SHA-1 of a file, with which a switch checks what it downloaded.
final class MetaHandler: Sendable {
    /// The folders of data_root that it tells about.
    static let folders = ["actions", "files", "nodes"]

    private let root: DataRoot
    /// Checksums by path. Hashing an image of a gigabyte takes seconds, so they are kept while the file stays as it is.
    private let checksums = Mutex<[ExactText: (stamp: FileStamp, sha1: String)]>([:])
    private static let mostChecksums = 10_000
    /// Bytes that are read at once.
    private static let chunk = 256 << 10
    /// How often a file that changes while it is read is read again, and microseconds between.
    private static let attempts = 3
    private static let pause: UInt32 = 50_000

    init(root: DataRoot) {
        self.root = root
    }

    func describe(_ request: Request, _ path: [String]) -> Response {
        guard let path = RepositoryPath(path) else { return missing(request, path.joined(separator: "/")) }
        for attempt in 0..<Self.attempts {
            if attempt > 0 { usleep(Self.pause) }
            let found: Found?
            do throws(RepositoryError) { found = try find(path) } catch {
                // A node's folder that cannot be looked at is no answer about what it holds.
                guard error.operation != .look else { return request.refused(.repository(error)) }
                return request.unreadable(error, .notFound)
            }
            guard let found else { return missing(request, path.description) }
            guard let sha1 = found.sha1 else { continue }
            return .json(.mapping(["size": .integer(Int(found.size)), "sha1": .string(sha1)]))
        }
        request.logger.info("\(path) keeps changing, so its checksum cannot be told now")
        return .changing
    }

    private struct Found {
        var size: Int64
        /// Nil when the file changed meanwhile.
        var sha1: String?
    }

    private func find(_ path: RepositoryPath) throws(RepositoryError) -> Found? {
        let location = root.location(of: path)
        if path.segments.first == DataRoot.Folder.nodes.rawValue, try !root.exists(location) { return nil }
        guard let slice = try root.slice(of: location) else { return nil }
        return Found(size: slice.length, sha1: try checksum(of: slice, named: path.description))
    }

    private func missing(_ request: Request, _ path: String) -> Response {
        request.logger.info("there is no \(path)")
        return .bare(.notFound)
    }

    /// Nil when the file is another version by now.
    private func checksum(of slice: FileSlice, named name: String) throws(RepositoryError) -> String? {
        let name = ExactText(name)
        if let known = checksums.withLock({ $0[name] }), known.stamp == slice.stamp { return known.sha1 }
        let now = FileTime.now
        guard let descriptor = slice.open() else { return nil }
        defer { try? descriptor.close() }
        var hash = Insecure.SHA1()
        var count: Int64 = 0
        do {
            while count <= slice.length {
                let chunk = try [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, filled in
                    filled = try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
                guard !chunk.isEmpty else { break }
                hash.update(data: chunk)
                count += Int64(chunk.count)
                // Of a large file that is being copied in, no more is read than up to here.
                guard FileStamp(of: descriptor) == slice.stamp else { return nil }
            }
        } catch { throw .unreadable(slice.path, error as? Errno ?? .ioError) }
        guard count == slice.length, FileStamp(of: descriptor) == slice.stamp else { return nil }
        let sha1 = hash.finalize().reduce(into: "") { $0 += String($1, radix: 16).leftPadded(to: 2) }
        // A file that has just changed may change again without a new stamp.
        guard !slice.stamp.isTooYoung(at: now) else { return sha1 }
        checksums.withLock { checksums in
            if checksums.count >= Self.mostChecksums { checksums.removeAll() }
            checksums[name] = (slice.stamp, sha1)
        }
        return sha1
    }
}
