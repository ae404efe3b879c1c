/// Why a configuration cannot be used. Ends the start of a program with exit code 1.
public enum ConfigurationError: Error, Sendable, Equatable {
    /// The file that was named explicitly, or by `ZTPS_CONFIG`, cannot be read.
    case unreadable(file: String, reason: String)
    /// The file is not an INI file.
    case syntax(file: String, line: Int, reason: String)
    /// An option has a value that it cannot have.
    case badValue(Source, option: String, problem: String, allowed: String)

    /// Where a value came from.
    public enum Source: Sendable, Equatable {
        case file(String, line: Int)
        case environment
        case commandLine
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One line: where, which option, what is wrong, what is allowed.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
        case .syntax(let file, let line, let reason): "\(file):\(line): \(reason)"
        case .badValue(let source, let option, let problem, let allowed):
            "\(source): \(option): \(problem), allowed: \(allowed)"
        }
    }
}

extension ConfigurationError.Source: CustomStringConvertible {
    public var description: String {
        switch self {
        case .file(let file, let line): "\(file):\(line)"
        case .environment: "environment"
        case .commandLine: "command line"
        }
    }
}
