package import SystemPackage

extension ChildProcesses {
    /// A program with everything that it is given.
    package struct Command {
        package var program: FilePath
        package var arguments: [String]
        /// What it can read from its standard input.
        package var input: [UInt8]
        package var environment: ChildEnvironment
        /// Bytes of its standard output that are taken; nil sends it where its standard error goes, in the order written.
        package var outputLimit: Int?
        /// What the program is told in reply to each line that it writes to its standard output. With it, the standard
        /// input stays open until the program ends or says something that gets no reply (nil), which is its output.
        package var answer: ((ArraySlice<UInt8>) -> [UInt8]?)?
        /// Seconds after which it is killed with all that it started.
        package var timeout: Double

        package init(
            program: FilePath, arguments: [String] = [], input: [UInt8] = [],
            environment: ChildEnvironment = .inherited, outputLimit: Int? = nil,
            answer: ((ArraySlice<UInt8>) -> [UInt8]?)? = nil, timeout: Double
        ) {
            self.program = program
            self.arguments = arguments
            self.input = input
            self.environment = environment
            self.outputLimit = outputLimit
            self.answer = answer
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

    /// How a program ended.
    package enum Outcome: Equatable {
        case exited(Int32)
        case killed(signal: Int32)
        case timedOut
        /// It wrote more than is taken, and was killed.
        case flooded
        case notStarted(Errno)
        /// It is gone, and nobody can say how: never a success.
        case endUnknown(Errno)

        /// - Parameter waitStatus: as `waitpid(2)` gives it for a process that has ended.
        init(waitStatus: Int32) {
            let signal = waitStatus & 0x7F
            self = signal == 0 ? .exited(waitStatus >> 8 & 0xFF) : .killed(signal: signal)
        }
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
        case .endUnknown(let reason):
            "ended, and its exit code cannot be told (\(reason)): the server's process must not ignore SIGCHLD"
        }
    }
}
