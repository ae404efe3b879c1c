import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// When a file is parsed again.
@Suite struct ParsedFileCacheTests {
    /// Counts what it is asked for.
    private final class Bench {
        private let cache: ParsedFileCache<String>
        private(set) var reads = 0
        private(set) var parses = 0

        init(_ cache: ParsedFileCache<String>) { self.cache = cache }

        func value(_ key: String, _ stamp: FileStamp, _ text: String?) throws -> String? {
            var reads = 0
            var parses = 0
            let value = try cache.value(
                for: key, stamp: stamp,
                read: { () throws(RepositoryError) -> StoredFile? in
                    reads += 1
                    return text.map { StoredFile(bytes: Array($0.utf8), stamp: stamp) }
                },
                parse: { bytes in
                    parses += 1
                    return String(decoding: bytes, as: UTF8.self)
                })
            self.reads += reads
            self.parses += parses
            return value
        }
    }

    @Test func isParsedOncePerStamp() throws {
        let bench = Bench(ParsedFileCache(budget: 1000))
        for _ in 0..<3 { #expect(try bench.value("k", .sample(), "a") == "a") }
        #expect(bench.reads == 1)
        var stamps = Array(repeating: FileStamp.sample(), count: 5)
        stamps[0].size += 1
        stamps[1].inode += 1
        stamps[2].device += 1
        stamps[3].modified.nanoseconds += 1
        stamps[4].changed.nanoseconds += 1
        for (index, stamp) in stamps.enumerated() {
            #expect(try bench.value("k", stamp, "b\(index)") == "b\(index)")
            #expect(bench.reads == index + 2)
        }
    }

    @Test func youngFilesAreNotKept() throws {
        let bench = Bench(ParsedFileCache(budget: 1000))
        let young = FileStamp.sample(seconds: Int64(time(nil)) + 3600)
        for count in 1...3 {
            #expect(try bench.value("k", young, "a\(count)") == "a\(count)")
            #expect(bench.reads == count)
        }
    }

    @Test func equalFilesShareOneValue() throws {
        let bench = Bench(ParsedFileCache(budget: 1000))
        for key in ["a", "b", "c"] { #expect(try bench.value(key, .sample(inode: 7), "same") == "same") }
        #expect(bench.reads == 3)
        #expect(bench.parses == 1)
        #expect(try bench.value("d", .sample(), "other") == "other")
        #expect(bench.parses == 2)
    }

    @Test func fileThatIsGoneHasNoValue() throws {
        let bench = Bench(ParsedFileCache(budget: 1000))
        #expect(try bench.value("k", .sample(), nil) == nil)
        #expect(try bench.value("k", .sample(), "a") == "a")
    }

    @Test func memoryIsBounded() throws {
        let bench = Bench(ParsedFileCache(budget: 1000))
        #expect(try bench.value("first", .sample(size: 100), "first") == "first")
        for number in 0..<100 {
            let text = String(repeating: "\(number) ", count: 50)
            #expect(try bench.value("k\(number)", .sample(size: Int64(text.utf8.count)), text) == text)
        }
        let before = bench.reads
        #expect(try bench.value("first", .sample(size: 100), "again") == "again")
        #expect(bench.reads == before + 1)
    }

    @Test func whatIsUsedStays() throws {
        let bench = Bench(ParsedFileCache(budget: 1000))
        for number in 0..<100 {
            #expect(try bench.value("used", .sample(), "used") == "used")
            #expect(try bench.value("k\(number)", .sample(), "\(number)") == "\(number)")
        }
        #expect(bench.reads == 101)
    }

    @Test func errorsOfReadingAreNotKept() throws {
        let cache = ParsedFileCache<String>(budget: 1000)
        let failure = RepositoryError.unreadable("/x", .permissionDenied)
        for _ in 0..<2 {
            #expect(throws: failure) {
                try cache.value(
                    for: "k", stamp: .sample(),
                    read: { () throws(RepositoryError) -> StoredFile? in throw failure }, parse: { _ in "" })
            }
        }
        let bench = Bench(cache)
        #expect(try bench.value("k", .sample(), "a") == "a")
    }

    /// What parsing returns is kept, be it an error; what it throws is not the file's.
    @Test func whatParsingThrowsIsNotKept() throws {
        let cache = ParsedFileCache<String>(budget: 1000)
        let failure = RepositoryError.unreadable("/x", .noMemory)
        for _ in 0..<2 {
            #expect(throws: failure) {
                try cache.value(
                    for: "k", stamp: .sample(),
                    read: { () throws(RepositoryError) in StoredFile(bytes: [], stamp: .sample()) },
                    parse: { _ throws(RepositoryError) in throw failure })
            }
        }
        let bench = Bench(cache)
        #expect(try bench.value("k", .sample(), "a") == "a")
        #expect(bench.reads == 1)
    }
}
