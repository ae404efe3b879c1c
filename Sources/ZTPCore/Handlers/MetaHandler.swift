import Crypto
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
    private let checksums = Mutex<[String: (stamp: FileStamp, sha1: String)]>([:])
    private static let mostChecksums = 10_000

    init(root: DataRoot) {
        self.root = root
    }

    func describe(_ request: Request, _ path: [String]) -> Response {
        guard let path = RepositoryPath(path),
            let slice = request.reading({ () throws(RepositoryError) in try root.slice(of: root.location(of: path)) }),
            let sha1 = checksum(of: slice, named: path.description)
        else {
            request.logger.info("there is no \(path.joined(separator: "/"))")
            return .bare(.notFound)
        }
        return .json(.mapping(["size": .integer(Int(slice.length)), "sha1": .string(sha1)]))
    }

    private func checksum(of slice: FileSlice, named name: String) -> String? {
        if let known = checksums.withLock({ $0[name] }), known.stamp == slice.stamp { return known.sha1 }
        guard let descriptor = slice.open() else { return nil }
        let file = OpenFile(descriptor: descriptor)
        var hash = Insecure.SHA1()
        while case let chunk = file.read(upTo: 256 << 10), !chunk.isEmpty { hash.update(data: chunk) }
        guard FileStamp(of: descriptor) == slice.stamp else { return nil }
        let sha1 = hash.finalize().reduce(into: "") { $0 += String($1, radix: 16).leftPadded(to: 2) }
        checksums.withLock { checksums in
            if checksums.count >= Self.mostChecksums { checksums.removeAll() }
            checksums[name] = (slice.stamp, sha1)
        }
        return sha1
    }
}
