import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// A file as the body of a response, from the head to the last byte.
@Suite struct FileSliceTests {
    private func slice(_ sandbox: PoolSandbox, offset: Int64 = 0, length: Int64 = 10) throws -> FileSlice {
        let path = sandbox.absolute("elsewhere/f")
        let stamp = try #require(try sandbox.root.stamp(of: path))
        return FileSlice(path: path, offset: offset, length: length, stamp: stamp)
    }

    @Test func opensAtItsOffset() throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("elsewhere/f", "0123456789")
        let descriptor = try #require(try slice(sandbox, offset: 4, length: 3).open())
        let file = OpenFile(descriptor: descriptor)
        #expect(file.read(upTo: 3) == Array("456".utf8))
        #expect(file.read(upTo: 100) == Array("789".utf8))
        #expect(file.read(upTo: 100).isEmpty)
    }

    @Test func fileThatWasReplacedIsNotOpened() throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("elsewhere/f", "0123456789")
        let old = try slice(sandbox)
        try sandbox.write("elsewhere/g", "9876543210")
        try #require(rename(sandbox.absolute("elsewhere/g").string, sandbox.absolute("elsewhere/f").string) == 0)
        #expect(old.open() == nil)
        #expect(try slice(sandbox).stamp != old.stamp)
    }

    @Test func fileThatIsGoneIsNotOpened() throws {
        let sandbox = try PoolSandbox()
        try sandbox.write("elsewhere/f", "0123456789")
        let old = try slice(sandbox)
        try #require(unlink(sandbox.absolute("elsewhere/f").string) == 0)
        #expect(old.open() == nil)
    }
}
