import Glibc
import SystemPackage

/// Why a program cannot start, as far as its file tells. The system itself says `No such file or directory` about a
/// program that is there, when it is the interpreter that is not.
enum StartProblem: Error, Equatable {
    case notExecutable
    /// The line `#!` ends with a carriage return, as lines of files from Windows do.
    case carriageReturn
    /// There is no `#!`, and the shell that runs it then takes carriage returns for parts of commands.
    case carriageReturns
    /// In front of `#!`, where it is not seen.
    case byteOrderMark
    case noInterpreter
    case relativeInterpreter(String)
    case interpreterMissing(FilePath)
    case interpreterNotExecutable(FilePath)
    /// `env NAME` finds nothing on PATH.
    case notOnPath(String)
    /// Linux passes what is behind the interpreter as one argument, so `env` looks for a program of that name.
    case oneArgument(String)

    /// Looks at a program's first line and mode.
    ///
    /// - Parameter needsMode: whether the file's own mode must let it be run; a copy gets a mode of its own.
    static func find(_ path: FilePath, needsMode: Bool = true) -> StartProblem? {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking]) else {
            return nil
        }
        defer { try? file.close() }
        var start = [UInt8](repeating: 0, count: 512)
        guard let count = try? start.withUnsafeMutableBytes({ try file.read(into: $0) }) else { return nil }
        if needsMode, access(path.string, X_OK) != 0, errno == EACCES { return .notExecutable }
        return find(Array(start[..<count]), path: getenv("PATH").map { String(cString: $0) } ?? "")
    }

    /// - Parameters:
    ///   - start: the beginning of the program.
    ///   - path: where `env` looks, separated by colons.
    static func find(_ start: [UInt8], path: String) -> StartProblem? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let sign = Array("#!".utf8)
        if start.starts(with: mark + sign) { return .byteOrderMark }
        let isScript = start.starts(with: sign)
        let line = start.prefix { $0 != UInt8(ascii: "\n") }
        if line.last == UInt8(ascii: "\r") { return isScript ? .carriageReturn : .carriageReturns }
        guard isScript else { return nil }
        let text = String(decoding: line.dropFirst(2), as: UTF8.self).trimmingBlanks
        guard let interpreter = text.split(whereSeparator: \.isWhitespace).first else { return .noInterpreter }
        let program = FilePath(String(interpreter))
        guard program.isAbsolute else { return .relativeInterpreter(String(interpreter)) }
        if let problem = problem(interpreter: program) { return problem }
        guard program.lastComponent?.string == "env" else { return nil }
        return problem(argumentOfEnv: text.dropFirst(interpreter.count).trimmingBlanks, path)
    }

    private static func problem(interpreter path: FilePath) -> StartProblem? {
        guard access(path.string, F_OK) == 0 else {
            return errno == ENOENT || errno == ENOTDIR ? .interpreterMissing(path) : nil
        }
        return access(path.string, X_OK) == 0 ? nil : .interpreterNotExecutable(path)
    }

    private static func problem(argumentOfEnv text: Substring, _ path: String) -> StartProblem? {
        var words = text.split(whereSeparator: \.isWhitespace)
        if words.first == "-S" || words.first == "--split-string" {
            words.removeFirst()
        } else if let first = words.first, first.hasPrefix("-S") || first.hasPrefix("-vS") {
            words[0] = first.drop { $0 != "S" }.dropFirst()
        } else if words.count > 1 {
            return .oneArgument(String(text))
        }
        while let first = words.first, first.hasPrefix("-") || first.contains("=") { words.removeFirst() }
        guard let name = words.first.map(String.init) else { return .noInterpreter }
        guard !name.contains("/") else { return problem(interpreter: FilePath(name)) }
        let folders = path.split(separator: ":").map { FilePath(String($0)) }
        return folders.contains { access($0.appending(name).string, X_OK) == 0 } ? nil : .notOnPath(name)
    }
}

extension StartProblem: CustomStringConvertible {
    var description: String {
        switch self {
        case .notExecutable: "it is not executable"
        case .carriageReturn:
            "its #! line ends with a carriage return, which counts as a part of the interpreter's name"
        case .carriageReturns: "its lines end with carriage returns, which the shell takes for parts of commands"
        case .byteOrderMark: "a byte order mark is in front of #!, so that it does not count"
        case .noInterpreter: "its line #! names no interpreter"
        case .relativeInterpreter(let name): "its interpreter '\(name)' must be an absolute path"
        case .interpreterMissing(let path): "its interpreter \(path) is missing"
        case .interpreterNotExecutable(let path): "its interpreter \(path) cannot be executed"
        case .notOnPath(let name): "env does not find its interpreter '\(name)' on PATH"
        case .oneArgument(let text): "env looks for one program called '\(text)'; env -S splits it into words"
        }
    }

    /// What helps, with the program's path where the command needs it.
    func remedy(_ path: FilePath) -> String? {
        switch self {
        case .notExecutable: "chmod +x \(path.string.shellQuoted)"
        case .carriageReturn, .carriageReturns: "sed -i 's/\\r$//' \(path.string.shellQuoted)"
        case .byteOrderMark: "sed -i '1s/^\\xEF\\xBB\\xBF//' \(path.string.shellQuoted)"
        case .noInterpreter, .relativeInterpreter, .interpreterMissing, .interpreterNotExecutable, .notOnPath,
            .oneArgument:
            nil
        }
    }
}

extension String {
    /// The text as one word of a shell's command line.
    var shellQuoted: String {
        let isPlain = utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || (0x30...0x39).contains(byte)
                || "/._-+:,@%".utf8.contains(byte)
        }
        return isPlain && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}

extension ChildProcesses.Outcome {
    /// How a program ended, with what its file says about a start that failed.
    ///
    /// A shell or `env` that finds no program ends with 126 or 127.
    func description(of program: FilePath) -> String {
        switch self {
        case .notStarted, .exited(126), .exited(127):
            guard let problem = StartProblem.find(program) else { return description }
            let remedy = problem.remedy(program).map { "; to fix it: \($0)" } ?? ""
            return "\(description): \(problem)\(remedy)"
        case .exited, .killed, .timedOut, .flooded, .endUnknown: return description
        }
    }
}
