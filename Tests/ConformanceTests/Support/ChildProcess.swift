import Glibc
import Synchronization

/// A process that the tests started. Ended by its process id, and reaped, by the test that owns it.
final class ChildProcess: Sendable {
    enum Exit: Sendable, Equatable {
        case code(Int32)
        case signal(Int32)
    }

    let pid: pid_t
    private let exit = Mutex<Exit?>(nil)

    /// - Parameters:
    ///   - program: an absolute path.
    ///   - environment: `NAME=value` as bytes, nothing else is inherited.
    ///   - descriptors: standard input, output and error; `/dev/null` where nil.
    init(
        _ program: String, _ arguments: [String] = [], environment: [[UInt8]] = [],
        descriptors: (input: Int32?, output: Int32?, error: Int32?) = (nil, nil, nil)
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in [descriptors.input, descriptors.output, descriptors.error].enumerated() {
            if let descriptor {
                posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
            } else {
                posix_spawn_file_actions_addopen(&actions, Int32(number), "/dev/null", O_RDWR, 0)
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        func cString(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar>? {
            (bytes.prefix { $0 != 0 } + [0]).withUnsafeBytes { strdup($0.bindMemory(to: CChar.self).baseAddress!) }
        }
        let argv = ([program] + arguments).map { cString(Array($0.utf8)) } + [nil]
        let envp = environment.map(cString) + [nil]
        defer { for text in argv + envp { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &actions, &attributes, argv, envp)
        guard code == 0 else { throw TestError.system("cannot run \(program)", code) }
        self.pid = pid
    }

    func send(signal: Int32) { _ = kill(pid, signal) }

    /// Waits for the end; nil when the process still runs after this many seconds.
    func wait(seconds: Double) -> Exit? {
        let start = ContinuousClock.now
        while true {
            if let known = reap() { return known }
            if ContinuousClock.now - start > .seconds(seconds) { return nil }
            usleep(1000)
        }
    }

    /// SIGTERM, and SIGKILL when that does not help in time.
    @discardableResult
    func stop(grace: Double = 30) -> Exit? {
        send(signal: SIGTERM)
        if let exit = wait(seconds: grace) { return exit }
        send(signal: SIGKILL)
        return wait(seconds: 30)
    }

    private func reap() -> Exit? {
        exit.withLock { exit in
            if exit != nil { return exit }
            var status: Int32 = 0
            guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
            let signal = status & 0x7F
            exit = signal == 0 ? .code((status >> 8) & 0xFF) : .signal(signal)
            return exit
        }
    }
}
