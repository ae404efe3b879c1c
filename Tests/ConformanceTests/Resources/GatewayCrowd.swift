import Glibc
import Synchronization

/// Several gateway processes on one data_root, some of them perhaps dead at the moment.
final class GatewayCrowd: Sendable {
    let sandbox: Sandbox
    private let members: Mutex<[Member]>

    private struct Member {
        var process: ChildProcess
        var socket: String
    }

    init(_ sandbox: Sandbox, processes: Int, threads: Int) throws {
        self.sandbox = sandbox
        members = Mutex(
            try (0..<processes).map { number in
                let socket = "\(sandbox.path)/run/gateway-\(number).sock"
                return Member(process: try Self.start(sandbox, socket, threads), socket: socket)
            })
        self.threads = threads
    }

    private let threads: Int

    deinit { stop() }

    var count: Int { members.withLock { $0.count } }

    /// Sends a request to one of the processes.
    func send(_ message: Message, to number: Int) throws -> Reply {
        let socket = members.withLock { $0[number % $0.count].socket }
        let answer = try FastCGIClient(address: .unix(socket)).send(message)
        return try ReplyParser.cgi(answer.output, method: message.method)
    }

    /// Sends until somebody answers; what a killed process leaves unanswered is sent again.
    func insist(_ message: Message, from number: Int) throws -> Reply {
        var last: any Error = TestError("nobody was asked")
        for attempt in 0..<12_000 {
            do { return try send(message, to: number + attempt) } catch { last = error }
            usleep(5000)
        }
        throw last
    }

    /// Kills a process as it stands and starts another one in its place.
    func killAndRestart(_ number: Int) throws {
        let member = members.withLock { $0[number % $0.count] }
        member.process.send(signal: SIGKILL)
        guard member.process.wait(seconds: 60) == .signal(SIGKILL) else { throw TestError("it was not killed") }
        let process = try Self.start(sandbox, member.socket, threads)
        members.withLock { $0[number % $0.count].process = process }
    }

    func stop() {
        let all = members.withLock { members in
            defer { members.removeAll() }
            return members
        }
        for member in all { member.process.send(signal: SIGTERM) }
        for member in all { member.process.stop() }
    }

    private static func start(_ sandbox: Sandbox, _ socket: String, _ threads: Int) throws -> ChildProcess {
        let log = "\(sandbox.path)/log/gateway.log"
        let process = try ServerProcess.start(
            Products.gateway,
            ["--conf", sandbox.configurationPath, "--listen", "unix:\(socket),mode=0666", "--threads", "\(threads)"],
            log: log)
        // The socket is there before anybody serves it, so an answer is waited for.
        try ServerProcess.ready(process, log: log) {
            (try? FastCGIClient(address: .unix(socket)).send(Message(target: "/bootstrap"))) != nil
        }
        return process
    }
}

/// Runs `body` on threads of its own, since it blocks, and waits for all of them.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    final class Work: Sendable {
        let number: Int
        let body: @Sendable (Int) -> Void
        init(_ number: Int, _ body: @escaping @Sendable (Int) -> Void) {
            self.number = number
            self.body = body
        }
    }
    let threads = (0..<count).map { number in
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(number, body)).toOpaque()
        let code = pthread_create(
            &thread, nil,
            { work in
                let work = Unmanaged<Work>.fromOpaque(work!).takeRetainedValue()
                work.body(work.number)
                return nil
            }, work)
        precondition(code == 0, "no thread")
        return thread
    }
    for thread in threads { pthread_join(thread, nil) }
}
