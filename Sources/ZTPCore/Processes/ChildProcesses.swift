import Glibc
import Synchronization
import SystemPackage

/// Runs the operator's programs, each in a process group of its own, and knows which run right now.
///
/// Thread-safe. A child gets default signals, and no descriptor of the server's: all of those are close-on-exec.
public final class ChildProcesses: Sendable {
    private struct State {
        var running: Set<pid_t> = []
        var isStopping = false
    }

    private let state = Mutex(State())

    public init() {}

    /// How a program ended.
    enum Outcome: Equatable {
        case exited(Int32)
        case killed(signal: Int32)
        case timedOut
        case notStarted(Errno)
    }

    /// The end of a program and what it wrote to its standard error, at most `errorLimit` bytes of it.
    struct Result: Equatable {
        var outcome: Outcome
        var errors: [UInt8]
    }

    private static let errorLimit = 64 << 10

    /// Kills everything that runs, and lets nothing start any more.
    public func stopAll() {
        let running = state.withLock { state in
            state.isStopping = true
            return state.running
        }
        for process in running { kill(-process, SIGKILL) }
    }

    /// Runs a program and waits for its end; its standard input is empty, its standard output thrown away.
    ///
    /// - Parameter timeout: seconds after which its whole process group is killed.
    func run(_ program: FilePath, arguments: [String] = [], timeout: Double) -> Result {
        let pipe: (readEnd: FileDescriptor, writeEnd: FileDescriptor)
        do { pipe = try makePipe() } catch {
            return Result(outcome: .notStarted(error as? Errno ?? .ioError), errors: [])
        }
        defer { try? pipe.readEnd.close() }
        let process: pid_t
        do {
            defer { try? pipe.writeEnd.close() }
            process = try start(Self.commandLine(program, arguments), errors: pipe.writeEnd)
        } catch {
            return Result(outcome: .notStarted(error as? Errno ?? .ioError), errors: [])
        }
        let result = wait(for: process, reading: pipe.readEnd, until: Self.now() + timeout)
        // What the program left running in its group must not outlive it unseen when it was killed for time.
        if case .timedOut = result.outcome { kill(-process, SIGKILL) }
        return result
    }

    /// Made under the lock that starting takes, so that no other child inherits an end before it is close-on-exec.
    private func makePipe() throws -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
        try state.withLock { _ in
            let ends = try FileDescriptor.pipe()
            for end in [ends.readEnd, ends.writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
            return ends
        }
    }

    /// A script without `#!` is the shell's, as when a shell starts it.
    private static func commandLine(_ program: FilePath, _ arguments: [String]) throws -> [String] {
        let file = try FileDescriptor.open(program, .readOnly, options: [.closeOnExec])
        defer { try? file.close() }
        guard access(program.string, X_OK) == 0 else { throw Errno(rawValue: errno) }
        var start = [UInt8](repeating: 0, count: 4)
        let count = try start.withUnsafeMutableBytes { try file.read(into: $0) }
        let isNative = start.starts(with: "#!".utf8) || start == [0x7F] + Array("ELF".utf8)
        return count > 0 && isNative ? [program.string] + arguments : ["/bin/sh", program.string] + arguments
    }

    private func start(_ command: [String], errors: FileDescriptor) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, errors.rawValue, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        // Registered in the same step as started, so that stopAll misses none.
        let failure = state.withLock { state -> Int32 in
            guard !state.isStopping else { return ECANCELED }
            let failure = posix_spawn(&process, command[0], &actions, &attributes, &arguments, environ)
            if failure == 0 { state.running.insert(process) }
            return failure
        }
        guard failure == 0 else { throw Errno(rawValue: failure) }
        return process
    }

    private func wait(for process: pid_t, reading errors: FileDescriptor, until deadline: Double) -> Result {
        var collected: [UInt8] = []
        var isOpen = true
        var status: Int32 = 0
        var pause: Int32 = 1
        while true {
            if isOpen {
                var descriptor = pollfd(fd: errors.rawValue, events: Int16(POLLIN), revents: 0)
                if poll(&descriptor, 1, 20) > 0 { isOpen = Self.take(from: errors, into: &collected) }
            } else {
                poll(nil, 0, pause)
                pause = min(pause * 2, 20)
            }
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process || ended < 0 && errno != EINTR {
                state.withLock { _ = $0.running.remove(process) }
                return Result(outcome: Self.outcome(status), errors: collected)
            }
            if Self.now() >= deadline {
                kill(-process, SIGKILL)
                waitpid(process, &status, 0)
                state.withLock { _ = $0.running.remove(process) }
                return Result(outcome: .timedOut, errors: collected)
            }
        }
    }

    /// False when the other end is closed.
    private static func take(from file: FileDescriptor, into collected: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4096)
        guard let count = try? chunk.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 else {
            return false
        }
        collected += chunk[..<min(count, errorLimit - collected.count)]
        return true
    }

    private static func outcome(_ status: Int32) -> Outcome {
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

extension ChildProcesses.Outcome: CustomStringConvertible {
    var description: String {
        switch self {
        case .exited(let code): "ended with exit code \(code)"
        case .killed(let signal): "was killed by signal \(signal)"
        case .timedOut: "ran too long and was killed"
        case .notStarted(let reason): "could not be started: \(reason)"
        }
    }
}
