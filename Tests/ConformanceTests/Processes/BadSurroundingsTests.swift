import Glibc
import Testing

/// Programs whose parent left them a bad environment: closed descriptors, a limit on the size of files.
@Suite struct BadSurroundingsTests {
    enum Program: String, CaseIterable, Sendable {
        case gateway, standalone
    }

    /// A program behind a line of shell, and a way to talk to it.
    private struct Subject {
        let sandbox: Sandbox
        let process: ChildProcess
        let send: (Message) throws -> Reply

        init(_ program: Program, after line: String) throws {
            let sandbox = try Sandbox(name: "surroundings")
            self.sandbox = sandbox
            let port = try Sandbox.freePort()
            let socket = sandbox.path + "/run/gateway.sock"
            try sandbox.configure(port: port)
            for given in [Given].node("N") { try sandbox.dataRoot.apply(given) }
            let log = sandbox.path + "/log/out"
            let address: Connection.Address
            var command = ["-c", line + "; exec \"$@\"", "sh"]
            switch program {
            case .gateway:
                command += [
                    Products.gateway, "--conf", sandbox.configurationPath, "--listen", "unix:\(socket),mode=0666",
                ]
                address = .unix(socket)
                send = { message in
                    let answer = try FastCGIClient(address: .unix(socket)).send(message)
                    return try ReplyParser.cgi(answer.output, method: message.method)
                }
            case .standalone:
                command += [Products.standalone, "--conf", sandbox.configurationPath]
                address = .port(port)
                send = { message in try HTTPClient(port: port).send(message) }
            }
            process = try ServerProcess.start("/bin/sh", command, log: log)
            try ServerProcess.ready(process, log: log) { (try? Connection(to: address)) != nil }
        }
    }

    private static func put(_ count: Int) -> Message {
        Message(
            method: "PUT", target: "/nodes/N/startup-config", body: Array(repeating: UInt8(ascii: "a"), count: count))
    }

    /// The number of a closed descriptor would go to the next file that is opened, and log lines would be written to it.
    @Test(arguments: Program.allCases, ["0<&- 1>&- 2>&-", "2>&-"])
    func closedDescriptors(program: Program, redirections: String) throws {
        let subject = try Subject(program, after: "exec " + redirections)
        defer { subject.process.stop() }
        for count in [10, 50_000] {
            #expect(try subject.send(Self.put(count)).status == 200)
            #expect(try subject.send(Message(target: "/nope")).status == 404)
            #expect(
                try Files.text(subject.sandbox.dataRoot.absolute("nodes/N/startup-config"))
                    == String(repeating: "a", count: count))
        }
    }

    /// SIGXFSZ ends a process that does not expect it. To the log, which is a file here, the same limit applies.
    @Test(arguments: Program.allCases)
    func limitOfFileSizes(program: Program) throws {
        let subject = try Subject(program, after: "ulimit -f 16")
        defer { subject.process.stop() }
        for _ in 0..<3 {
            #expect(try subject.send(Self.put(50_000)).status == 500)
            for _ in 0..<40 { #expect(try subject.send(Message(target: "/nope")).status == 404) }
            #expect(try subject.send(Message(target: "/bootstrap")).status == 200)
        }
        #expect(Files.names(subject.sandbox.dataRoot.absolute("nodes/N")) == [".node", "definition", "pattern"])
        #expect(try subject.send(Self.put(100)).status == 200)
    }

    @Test func goesOnWhenNobodyReadsItsStandardError() throws {
        let sandbox = try Sandbox(name: "surroundings")
        let port = try Sandbox.freePort()
        try sandbox.configure(port: port)
        var pipe: [Int32] = [-1, -1]
        #expect(Glibc.pipe(&pipe) == 0)
        defer { for descriptor in pipe { close(descriptor) } }
        for descriptor in pipe { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(pipe[0], F_SETFL, O_NONBLOCK)
        let process = try ChildProcess(
            Products.standalone, ["--conf", sandbox.configurationPath], descriptors: (nil, nil, pipe[1]))
        defer { process.stop() }
        try ServerProcess.ready(process, log: "/dev/null") { (try? Connection(to: .port(port))) != nil }
        let client = HTTPClient(port: port)
        let long = Message(target: "/" + String(repeating: "x", count: 500))
        // A pipe holds 64 KiB.
        for _ in 0..<200 { #expect(try client.send(long).status == 404) }
        let first = Self.contents(pipe[0])
        #expect(first.count > 32 << 10 && first.count <= 64 << 10)
        // The line is written before the answer.
        #expect(try client.send(Message(target: "/after")).status == 404)
        let second = Self.contents(pipe[0])
        #expect(
            second.contains(/\n\(\d+ lines of the log were lost here: nobody took them\)\n.*GET \/after: no such path/),
            "\(second)")
    }

    private static func contents(_ descriptor: Int32) -> String {
        var all: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = read(descriptor, &part, part.count), count > 0 { all += part[..<count] }
        return String(decoding: all, as: UTF8.self)
    }
}
