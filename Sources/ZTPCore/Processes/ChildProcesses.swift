import CLinux
import Glibc
import Synchronization
package import SystemPackage

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
    package enum Outcome: Equatable {
        case exited(Int32)
        case killed(signal: Int32)
        case timedOut
        /// It wrote more than is taken, and was killed.
        case flooded
        case notStarted(Errno)
    }

    /// A program with everything that it is given.
    package struct Command {
        package var program: FilePath
        package var arguments: [String]
        /// What it can read from its standard input.
        package var input: [UInt8]
        /// `NAME=value`; nil passes the server's own on.
        package var environment: [String]?
        /// Bytes of its standard output that are of interest; nil throws it away.
        package var outputLimit: Int?
        /// Seconds after which its whole process group is killed.
        package var timeout: Double

        package init(
            program: FilePath, arguments: [String] = [], input: [UInt8] = [], environment: [String]? = nil,
            outputLimit: Int? = nil, timeout: Double
        ) {
            self.program = program
            self.arguments = arguments
            self.input = input
            self.environment = environment
            self.outputLimit = outputLimit
            self.timeout = timeout
        }
    }

    /// The end of a program and what it wrote.
    package struct Result: Equatable {
        package var outcome: Outcome
        /// What it wrote to its standard output.
        package var output: [UInt8] = []
        /// The beginning of what it wrote to its standard error.
        package var errors: [UInt8] = []
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

    /// Runs a program and waits for its end.
    package func run(_ command: Command) -> Result {
        do {
            let input = try makePipe()
            defer { try? input.readEnd.close() }
            let output = try makePipe()
            defer { try? output.readEnd.close() }
            let errors = try makePipe()
            defer { try? errors.readEnd.close() }
            let process: pid_t
            do {
                defer {
                    try? output.writeEnd.close()
                    try? errors.writeEnd.close()
                }
                process = try start(command, input.readEnd, output.writeEnd, errors.writeEnd)
            } catch {
                try? input.writeEnd.close()
                throw error
            }
            var dialogue = ProcessDialogue(
                input: input.writeEnd, bytes: command.input, output: output.readEnd, outputLimit: command.outputLimit,
                errors: errors.readEnd, errorLimit: Self.errorLimit)
            let outcome = wait(for: process, talking: &dialogue, until: Self.now() + command.timeout)
            // What the program left running in its group must not outlive it unseen when it was killed.
            switch outcome {
            case .timedOut, .flooded: kill(-process, SIGKILL)
            case .exited, .killed, .notStarted: break
            }
            return Result(outcome: outcome, output: dialogue.collectedOutput, errors: dialogue.collectedErrors)
        } catch {
            return Result(outcome: .notStarted(error as? Errno ?? .ioError))
        }
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

    private func start(
        _ command: Command, _ input: FileDescriptor, _ output: FileDescriptor, _ errors: FileDescriptor
    ) throws -> pid_t {
        let line = try Self.commandLine(command.program, command.arguments)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.rawValue, STDIN_FILENO)
        if command.outputLimit == nil {
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        } else {
            posix_spawn_file_actions_adddup2(&actions, output.rawValue, STDOUT_FILENO)
        }
        posix_spawn_file_actions_adddup2(&actions, errors.rawValue, STDERR_FILENO)
        // Our own are close-on-exec; what whoever started the server left open is not for these programs either.
        _ = linux_spawn_close_from(&actions, STDERR_FILENO + 1)
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
        var arguments = line.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var environment = command.environment.map { $0.map { strdup($0) } + [nil] }
        defer { for variable in environment ?? [] { free(variable) } }
        var process: pid_t = 0
        // Registered in the same step as started, so that stopAll misses none.
        let failure = state.withLock { state -> Int32 in
            guard !state.isStopping else { return ECANCELED }
            let failure =
                environment == nil
                ? posix_spawn(&process, line[0], &actions, &attributes, &arguments, environ)
                : posix_spawn(&process, line[0], &actions, &attributes, &arguments, &environment!)
            if failure == 0 { state.running.insert(process) }
            return failure
        }
        guard failure == 0 else { throw Errno(rawValue: failure) }
        return process
    }

    private func wait(
        for process: pid_t, talking dialogue: inout ProcessDialogue, until deadline: Double
    ) -> Outcome {
        var status: Int32 = 0
        var pause: Int32 = 1
        while true {
            // A program may close its ends and go on, or leave somebody behind who holds them: both are looked at.
            if dialogue.isOpen {
                dialogue.exchange(milliseconds: 20)
            } else {
                poll(nil, 0, pause)
                pause = min(pause * 2, 20)
            }
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process || ended < 0 && errno != EINTR {
                dialogue.exchangeRest()
                state.withLock { _ = $0.running.remove(process) }
                return dialogue.isFlooded ? .flooded : Self.outcome(status)
            }
            if dialogue.isFlooded || Self.now() >= deadline {
                kill(-process, SIGKILL)
                waitpid(process, &status, 0)
                state.withLock { _ = $0.running.remove(process) }
                return dialogue.isFlooded ? .flooded : .timedOut
            }
        }
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
    package var description: String {
        switch self {
        case .exited(let code): "ended with exit code \(code)"
        case .killed(let signal): "was killed by signal \(signal)"
        case .timedOut: "ran too long and was killed"
        case .flooded: "wrote too much and was killed"
        case .notStarted(let reason): "could not be started: \(reason)"
        }
    }
}
