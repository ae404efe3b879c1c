import CLinux
import Glibc
import SystemPackage

/// From a command to a running process.
extension ChildProcesses {
    /// Both ends close-on-exec from their first moment, so that nobody who starts a program meanwhile passes them on.
    static func makePipe() throws(Errno) -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
        var ends: [Int32] = [-1, -1]
        guard linux_pipe2(&ends, O_CLOEXEC) == 0 else { throw Errno(rawValue: errno) }
        // A process that was started without standard descriptors would get them here, and the child's would collide.
        for index in ends.indices where ends[index] <= STDERR_FILENO {
            let moved = fcntl(ends[index], F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
            let reason = Errno(rawValue: errno)
            close(ends[index])
            ends[index] = moved
            guard moved >= 0 else {
                close(ends[1 - index])
                throw reason
            }
        }
        return (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
    }

    /// The program with its arguments. A script without `#!` is the shell's, as when a shell starts it.
    static func commandLine(_ command: Command) throws -> [String] {
        let program = command.program
        let line = [program.string] + command.arguments
        let file = try FileDescriptor.open(program, .readOnly, options: [.closeOnExec])
        defer { try? file.close() }
        guard access(program.string, X_OK) == 0 else { throw Errno(rawValue: errno) }
        var start = [UInt8](repeating: 0, count: 4)
        let count = try start.withUnsafeMutableBytes { try file.read(into: $0) }
        let isNative = start.starts(with: "#!".utf8) || start == [0x7F] + Array("ELF".utf8)
        return count > 0 && isNative ? line : ["/bin/sh"] + line
    }

    /// Starts a program with these three descriptors and no others.
    static func start(
        _ line: [String], _ command: Command, _ input: FileDescriptor, _ output: FileDescriptor,
        _ errors: FileDescriptor
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.rawValue, STDIN_FILENO)
        let written = command.outputLimit == nil ? errors : output
        posix_spawn_file_actions_adddup2(&actions, written.rawValue, STDOUT_FILENO)
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
        var environment =
            command.environment.entries.map { entry in
                strdup(entry.map(CChar.init(bitPattern:)) + [0])
            } + [nil]
        defer { for variable in environment { free(variable) } }
        var process: pid_t = 0
        let failure = posix_spawn(&process, line[0], &actions, &attributes, &arguments, &environment)
        guard failure == 0 else { throw Errno(rawValue: failure) }
        return process
    }
}
