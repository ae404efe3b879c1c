import Glibc
import Testing

@testable import ZTPGateway

@Suite struct ListeningSocketTests {
    private let path = "/tmp/ztp-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
    private var address: ListenAddress { .unix(path: path, mode: 0o640) }

    @Test func modeAndRemoval() throws {
        let listener = try ListeningSocket(opening: address)
        defer { close(listener.descriptor) }
        var status = stat()
        #expect(lstat(path, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o640)
        #expect(listener.description == "unix:\(path)")
        listener.removeFile()
        #expect(lstat(path, &status) == -1)
    }

    @Test func aStaleFileIsReplaced() throws {
        close(try ListeningSocket(opening: address).descriptor)
        let listener = try ListeningSocket(opening: address)
        #expect(SocketFile(path: path)?.isAlive == true)
        close(listener.descriptor)
        listener.removeFile()
    }

    @Test func aLiveOneIsNot() throws {
        let listener = try ListeningSocket(opening: address)
        defer {
            close(listener.descriptor)
            listener.removeFile()
        }
        #expect(throws: GatewayError.cannotListen(address, reason: "another process listens there")) {
            try ListeningSocket(opening: address)
        }
    }

    @Test func anotherFileIsLeftAlone() throws {
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        defer { unlink(path) }
        #expect(throws: GatewayError.cannotListen(address, reason: "Address already in use")) {
            try ListeningSocket(opening: address)
        }
        #expect(access(path, F_OK) == 0)
    }

    @Test func aLaterSocketOfTheSameNameStays() throws {
        let first = try ListeningSocket(opening: address)
        unlink(path)
        let second = try ListeningSocket(opening: address)
        first.removeFile()
        #expect(access(path, F_OK) == 0)
        second.removeFile()
        close(first.descriptor)
        close(second.descriptor)
    }

    @Test func internet() throws {
        let address = ListenAddress.internet(host: "::1", port: 47_613)
        let listener = try ListeningSocket(opening: address)
        defer { close(listener.descriptor) }
        #expect(listener.description == "[::1]:47613")
        #expect(throws: GatewayError.cannotListen(address, reason: "Address already in use")) {
            try ListeningSocket(opening: address)
        }
    }
}
