import CLinux
import Glibc
import Synchronization
import SystemPackage

/// Runs the operator's programs, each in a process group of its own, and knows which run right now.
///
/// Thread-safe. A child gets default signals, and no descriptor of the server's: all of those are close-on-exec.
public final class ChildProcesses: Sendable {
    private struct State {
        var running: Set<pid_t> = []
        /// Killed, and not gone yet: the kernel keeps a program that waits for a dead disk or file server.
        var abandoned: Set<pid_t> = []
        var isStopping = false
    }

    private let state = Mutex(State())

    /// Bytes of what a program writes to its standard error that are kept.
    private static let errorLimit = 64 << 10
    /// Seconds that a killed program gets to be gone.
    private static let patience = 5.0

    public init() {}

    /// Lets the process hear how its children end, whoever started it: under a parent that ignores SIGCHLD the kernel
    /// throws that away, and a program's failure could not be told from its success.
    ///
    /// For the first lines of a program's own code. The library leaves the signals of the process that embeds it alone:
    /// there, an end that cannot be told counts as a failure (``Outcome/endUnknown(_:)``).
    public static func prepareProcess() {
        signal(SIGCHLD, SIG_DFL)
    }

    /// Kills everything that runs, and lets nothing start any more.
    public func stopAll() {
        // Under the lock that reaping takes: an id belongs to a program of ours until it is reaped.
        state.withLock { state in
            state.isStopping = true
            ProcessTree.kill(state.running)
        }
    }

    /// Runs a program and waits for its end.
    package func run(_ command: Command) -> Result {
        do {
            let input = try Self.makePipe()
            defer { try? input.readEnd.close() }
            let output = try Self.makePipe()
            defer { try? output.readEnd.close() }
            let errors = try Self.makePipe()
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
                answer: command.answer, errors: errors.readEnd, errorLimit: Self.errorLimit)
            let outcome = wait(for: process, talking: &dialogue, until: Self.now() + command.timeout)
            return Result(outcome: outcome, output: dialogue.collectedOutput, errors: dialogue.collectedErrors)
        } catch {
            return Result(outcome: .notStarted(error as? Errno ?? .ioError))
        }
    }

    /// Starts a program; registered in the same step, so that `stopAll` misses none.
    private func start(
        _ command: Command, _ input: FileDescriptor, _ output: FileDescriptor, _ errors: FileDescriptor
    ) throws -> pid_t {
        let line = try Self.commandLine(command)
        var attempts = 0
        while true {
            do {
                return try state.withLock { state in
                    guard !state.isStopping else { throw Errno.canceled }
                    for left in state.abandoned where waitpid(left, nil, WNOHANG) != 0 { state.abandoned.remove(left) }
                    let process = try Self.start(line, command, input, output, errors)
                    state.running.insert(process)
                    return process
                }
            } catch Errno.textFileBusy where attempts < 100 {
                // Whoever wrote the program has closed it, but another child, started meanwhile and not yet on its way,
                // still has it open.
                attempts += 1
                poll(nil, 0, 10)
            }
        }
    }

    private func wait(
        for process: pid_t, talking dialogue: inout ProcessDialogue, until deadline: Double
    ) -> Outcome {
        var pause: Int32 = 1
        while true {
            // A program may close its ends and go on, or leave somebody behind who holds them: both are looked at.
            if dialogue.isOpen {
                dialogue.exchange(milliseconds: 20)
            } else {
                poll(nil, 0, pause)
                pause = min(pause * 2, 20)
            }
            if let end = reap(process) {
                dialogue.exchangeRest()
                return dialogue.isFlooded ? .flooded : end
            }
            if dialogue.isFlooded || Self.now() >= deadline {
                end(process)
                return dialogue.isFlooded ? .flooded : .timedOut
            }
        }
    }

    /// How a program ended; nil while it runs.
    private func reap(_ process: pid_t) -> Outcome? {
        state.withLock { state in
            var status: Int32 = 0
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process {
                state.running.remove(process)
                return Outcome(waitStatus: status)
            }
            let reason = Errno(rawValue: errno)
            guard ended < 0, reason != .interrupted else { return nil }
            // Somebody else in this process has waited for it, or SIGCHLD is ignored.
            state.running.remove(process)
            return .endUnknown(reason)
        }
    }

    /// Kills a program with those whom it started, and waits until it is gone.
    private func end(_ process: pid_t) {
        state.withLock { _ in ProcessTree.kill([process]) }
        let deadline = Self.now() + Self.patience
        while reap(process) == nil {
            guard Self.now() < deadline else {
                return state.withLock { state in
                    state.running.remove(process)
                    state.abandoned.insert(process)
                }
            }
            poll(nil, 0, 2)
        }
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
