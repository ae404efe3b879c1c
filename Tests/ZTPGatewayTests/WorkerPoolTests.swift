import CFastCGI
import Dispatch
import Glibc
import HTTPTypes
import Logging
import SystemPackage
import Testing

@testable import ZTPCore
@testable import ZTPGateway

@Suite(.timeLimit(.minutes(5))) struct WorkerPoolTests {
    /// Answers with what it got.
    struct Echo: Handler {
        func respond(to request: Request) -> Response {
            request.logger.info("seen")
            switch request.body {
            case .complete(let bytes):
                return Response(status: .ok, body: .bytes(Array("\(request.head.path ?? "") ".utf8) + bytes))
            case .tooLarge: return Response(status: .contentTooLarge)
            case .incomplete: return Response(status: .badRequest)
            }
        }
    }

    /// A pool of two workers on a socket of its own.
    final class Fixture {
        let address: ListenAddress
        let listener: ListeningSocket
        let pool: WorkerPool
        let threads: WorkerThreads

        init(handler: any Handler = Echo()) throws {
            signal(SIGPIPE, SIG_IGN)
            FCGX_Init()
            var configuration = Configuration()
            configuration.general.consoleLoggingFormat = LogFormat("%(levelname)s %(message)s")
            address = .unix(path: "/tmp/ztp-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock", mode: 0o600)
            listener = try ListeningSocket(opening: address)
            let logs = LogSettings(configuration: configuration)
            let pool = try WorkerPool(
                listeners: [listener],
                responder: FastCGIResponder(handler: handler, maxBody: 100_000, logs: logs, fallback: RequestLog()),
                allowedPeers: PeerAddresses(nil),
                logger: logs.logger(sink: RequestLog()))
            self.pool = pool
            threads = try WorkerThreads(count: 2) { pool.work() }
        }

        deinit {
            pool.stop()
            _ = threads.join(seconds: 60)
            listener.removeFile()
            close(listener.descriptor)
        }

        func client() -> FastCGIClient { FastCGIClient(address) }
    }

    @Test func answersAndLogs() throws {
        let fixture = try Fixture()
        let client = fixture.client()
        client.send(
            ["REQUEST_METHOD": "PUT", "REQUEST_URI": "/x", "REMOTE_ADDR": "192.0.2.1", "REQUEST_ID": "r1"],
            body: Array("hello".utf8))
        #expect(
            client.answer()
                == .init(
                    output: "Content-Length: 8\r\nStatus: 200 OK\r\n\r\n/x hello",
                    errors: "INFO peer=192.0.2.1 request=r1 seen\n",
                    isWhole: true))
    }

    @Test(arguments: [
        ("100000", 100_000, "200"), ("100001", 100_001, "413"), ("", 100_001, "413"), ("7", 5, "400"), ("-1", 5, "200"),
        ("-2", 5, "400"),
    ])
    func bodies(length: String, sent: Int, status: String) throws {
        let fixture = try Fixture()
        let client = fixture.client()
        client.send(
            ["REQUEST_METHOD": "PUT", "REQUEST_URI": "/x", "CONTENT_LENGTH": length],
            body: Array(repeating: 65, count: sent))
        let answer = client.answer()
        #expect(answer.output.contains("\r\nStatus: \(status) "))
        #expect(answer.isWhole)
    }

    @Test func silentPeersHoldNobody() throws {
        let fixture = try Fixture()
        // They are accepted in the order in which they came. libfcgi waits two seconds for a first byte, so the two
        // workers would spend longer with them than the client has patience.
        let silent = (0..<80).map { _ in fixture.client() }
        let client = fixture.client()
        client.send(["REQUEST_METHOD": "GET", "REQUEST_URI": "/x"])
        #expect(client.answer().isWhole)
        withExtendedLifetime(silent) {}
    }

    @Test func keptConnectionsHoldNobody() throws {
        let fixture = try Fixture()
        let clients = (0..<8).map { _ in fixture.client() }
        for round in 0..<5 {
            for client in clients { client.send(["REQUEST_METHOD": "GET", "REQUEST_URI": "/\(round)"], keep: true) }
            for client in clients { #expect(client.answer().output.hasSuffix("/\(round) ")) }
        }
    }

    @Test func peersThatLeave() throws {
        let fixture = try Fixture()
        for _ in 0..<50 {
            fixture.client().send(["REQUEST_METHOD": "GET", "REQUEST_URI": "/x"])
            fixture.client().write([1, 1, 0, 1, 0, 8])
            fixture.client().write(Array("GET / HTTP/1.1\r\n\r\n".utf8))
        }
        let client = fixture.client()
        client.send(["REQUEST_METHOD": "GET", "REQUEST_URI": "/x"])
        #expect(client.answer().isWhole)
    }

    @Test func otherRoles() throws {
        let fixture = try Fixture()
        let client = fixture.client()
        client.send(["REQUEST_METHOD": "GET", "REQUEST_URI": "/x"], role: 2)
        #expect(client.answer().output == "Content-Length: 0\r\nStatus: 500 Internal Server Error\r\n\r\n")
    }

    @Test func stopLetsRequestsEnd() throws {
        let gate = Gate()
        let fixture = try Fixture(handler: gate)
        let client = fixture.client()
        client.send(["REQUEST_METHOD": "GET", "REQUEST_URI": "/x"])
        gate.isReached.wait()
        fixture.pool.stop()
        // The other worker ends, the one with the request does not, however long it takes.
        while fixture.threads.join(seconds: 0.05) == 2 {}
        #expect(fixture.threads.join(seconds: 0.05) == 1)
        gate.mayGoOn.signal()
        #expect(client.answer().isWhole)
        #expect(fixture.threads.join(seconds: 60) == 0)
    }

    @Test func aFileThatShrinksIsNoWholeAnswer() throws {
        let path = FilePath("/tmp/ztp-\(getpid())-shrinking")
        let file = try FileDescriptor.open(
            path, .readWrite, options: [.create, .truncate], permissions: .ownerReadWrite)
        defer {
            try? file.close()
            unlink(path.string)
        }
        try file.writeAll(Array(repeating: 65, count: 1000))
        let stamp = try #require(FileStamp(of: file))
        let fixture = try Fixture(
            handler: Constant(
                response: Response(
                    status: .ok, body: .file(FileSlice(path: path, offset: 0, length: 2000, stamp: stamp)))))
        let client = fixture.client()
        client.send(["REQUEST_METHOD": "GET", "REQUEST_URI": "/x"])
        let answer = client.answer()
        #expect(!answer.isWhole)
        #expect(answer.errors.contains("shorter"))
    }

    /// Holds a request until it is let go on.
    struct Gate: Handler {
        let isReached = DispatchSemaphore(value: 0)
        let mayGoOn = DispatchSemaphore(value: 0)

        func respond(to request: Request) -> Response {
            isReached.signal()
            mayGoOn.wait()
            return Response(status: .ok, body: .empty)
        }
    }

    struct Constant: Handler {
        let response: Response
        func respond(to request: Request) -> Response { response }
    }
}
