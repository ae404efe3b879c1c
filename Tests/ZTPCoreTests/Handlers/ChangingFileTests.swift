import Crypto
import Glibc
import HTTPTypes
import Synchronization
import SystemPackage
import Testing

@testable import ZTPCore

/// Files that somebody writes while they are asked for.
@Suite struct ChangingFileTests {
    private static func sha1(_ bytes: some Sequence<UInt8>) -> String {
        Insecure.SHA1.hash(data: Array(bytes)).reduce(into: "") { $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16) }
    }

    private static func meta(_ response: Response) throws -> (size: Int, sha1: String) {
        guard case .bytes(let bytes) = response.body else { return (-1, "") }
        let document = try JSON.parse(bytes)
        guard case .integer(let size)? = document["size"], let sha1 = document["sha1"]?.string else { return (-1, "") }
        return (size, sha1)
    }

    /// Size and checksum belong together, or the switch is told to come back. What is there is never missing.
    @Test func growingFile() throws {
        let bench = try HandlerBench()
        try bench.sandbox.makeFolder("files")
        try bench.sandbox.write("files/image", "")
        // Any part of it can be told by its length.
        let bytes = (0..<(1 << 22)).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) }
        let path = bench.sandbox.absolute("files/image")
        let writer = try FileDescriptor.open(path, .writeOnly, options: [.append, .closeOnExec])
        var statuses: Set<Int> = []
        try withExtendedLifetime(bench) {
            let thread = FileGrower(writer, bytes)
            thread.start()
            defer { thread.wait() }
            while !thread.isDone {
                for (method, target) in [
                    (HTTPRequest.Method.get, "/meta/files/image"), (.get, "/files/image"), (.head, "/files/image"),
                ] {
                    let (response, _) = bench.respond(method, target)
                    statuses.insert(response.status.code)
                    guard target.hasPrefix("/meta"), response.status == .ok else { continue }
                    let (size, sha1) = try Self.meta(response)
                    #expect(sha1 == Self.sha1(bytes.prefix(size)))
                }
            }
        }
        #expect(statuses.isSubset(of: [200, 503]), "\(statuses)")
        let (size, sha1) = try Self.meta(bench.respond(.get, "/meta/files/image").response)
        #expect(size == bytes.count && sha1 == Self.sha1(bytes))
    }

    /// An edit of the same length within a tick of the clock leaves the stamp as it is.
    @Test func editWithinATickCounts() throws {
        let bench = try HandlerBench()
        try bench.sandbox.makeFolder("files")
        for round in 0..<200 {
            let text = "edit \(1000 + round)\n"
            try bench.sandbox.write("files/f", text)
            let (size, sha1) = try Self.meta(bench.respond(.get, "/meta/files/f").response)
            #expect(size == text.utf8.count && sha1 == Self.sha1(text.utf8))
        }
    }

    @Test func answerSaysWhenToComeBack() {
        #expect(Response.changing.status == .serviceUnavailable)
        #expect(Response.changing.fields[.retryAfter] == "1")
        #expect(Response.changing.fields[.contentType] == "text/html; charset=UTF-8")
    }
}

/// Writes a file in small pieces, on a thread of its own.
private final class FileGrower: Sendable {
    private let file: FileDescriptor
    private let bytes: [UInt8]
    private let done = Atomic<Bool>(false)
    private let thread = Mutex<pthread_t?>(nil)

    init(_ file: FileDescriptor, _ bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
    }

    var isDone: Bool { done.load(ordering: .acquiring) }

    func start() {
        var new = pthread_t()
        let code = pthread_create(
            &new, nil,
            { grower in
                if let grower { Unmanaged<FileGrower>.fromOpaque(grower).takeRetainedValue().run() }
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(code == 0, "no thread")
        thread.withLock { $0 = new }
    }

    func wait() {
        if let thread = thread.withLock({ $0 }) { pthread_join(thread, nil) }
    }

    private func run() {
        for start in stride(from: 0, to: bytes.count, by: 4096) {
            _ = try? file.writeAll(bytes[start..<min(start + 4096, bytes.count)])
            if start.isMultiple(of: 1 << 18) { usleep(1000) }
        }
        try? file.close()
        done.store(true, ordering: .releasing)
    }
}
