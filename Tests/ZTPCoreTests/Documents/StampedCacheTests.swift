import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// When a value is made again.
@Suite struct StampedCacheTests {
    private final class Bench {
        private let cache: StampedCache<Int>
        private var made = 0

        init(capacity: Int) { cache = StampedCache(capacity: capacity) }

        /// Whether the value had to be made.
        func makes(_ key: String, _ stamps: [FileStamp?]) throws -> Bool {
            let before = made
            var count = made
            _ = try cache.value(for: key, stamps) { () throws(RepositoryError) -> Int in
                count += 1
                return count
            }
            made = count
            return made > before
        }
    }

    @Test func isMadeOncePerStamps() throws {
        let bench = Bench(capacity: 10)
        let stamps: [FileStamp?] = [.sample(), nil]
        #expect(try bench.makes("k", stamps))
        #expect(try !bench.makes("k", stamps))
        #expect(try bench.makes("other", stamps))
        #expect(try !bench.makes("k", stamps))
    }

    @Test func everyStampCounts() throws {
        let bench = Bench(capacity: 10)
        let all: [[FileStamp?]] = [
            [.sample(), .sample()], [.sample(), nil], [nil, .sample()], [nil, nil], [.sample(), .sample(inode: 2)],
            [.sample(), .sample(size: 11)], [.sample(), .sample(seconds: 5)], [.sample()], [],
        ]
        for stamps in all {
            #expect(try bench.makes("k", stamps))
            #expect(try !bench.makes("k", stamps))
        }
    }

    @Test func youngFilesAreNotKept() throws {
        let bench = Bench(capacity: 10)
        let young = FileStamp.sample(seconds: Int64(time(nil)) + 3600)
        for _ in 0..<3 {
            #expect(try bench.makes("k", [.sample(), young]))
            #expect(try bench.makes("k", [young, nil]))
        }
    }

    @Test func memoryIsBounded() throws {
        let bench = Bench(capacity: 10)
        #expect(try bench.makes("first", [nil]))
        for number in 0..<30 { #expect(try bench.makes("k\(number)", [nil])) }
        #expect(try bench.makes("first", [nil]))
        // The newest are still there.
        #expect(try !bench.makes("k29", [nil]))
    }

    @Test func failureIsNotKept() throws {
        let cache = StampedCache<Int>(capacity: 10)
        let failure = RepositoryError.unreadable("/x", .permissionDenied)
        for _ in 0..<2 {
            #expect(throws: failure) {
                try cache.value(for: "k", [nil]) { () throws(RepositoryError) -> Int in throw failure }
            }
        }
    }

    @Test func stampsAreYoungForTwoSeconds() {
        let stamp = FileStamp.sample(seconds: 100)
        #expect(stamp.isTooYoung(at: FileTime(seconds: 100)))
        #expect(stamp.isTooYoung(at: FileTime(seconds: 101, nanoseconds: 999_999_999)))
        #expect(!stamp.isTooYoung(at: FileTime(seconds: 102)))
        // A modification time that was set back proves nothing.
        var touched = stamp
        touched.modified = FileTime(seconds: 0)
        #expect(touched.isTooYoung(at: FileTime(seconds: 101)))
    }
}
