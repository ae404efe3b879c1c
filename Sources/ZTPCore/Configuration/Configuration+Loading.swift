import SystemPackage

extension Configuration {
    /// The file that is read when none is named; it may be absent.
    public static let standardPath = "/etc/ztpserver/ztpserver.conf"

    /// A configuration with where it came from.
    public struct Loaded: Sendable, Equatable {
        public var configuration: Configuration
        /// The file that was read; nil when the defaults stand alone.
        public var file: String?
        /// One line each: options and sections that nobody knows.
        public var warnings: [Diagnostic]
    }

    /// Finds and reads the configuration: `explicitPath`, else the file that `ZTPS_CONFIG` names, else
    /// `/etc/ztpserver/ztpserver.conf` if it exists. Environment variables replace defaults; the file wins over them.
    public static func load(explicitPath: String?, environment: [String: String]) throws(ConfigurationError) -> Loaded {
        let defaults = try Configuration(defaultsFrom: environment)
        let named = explicitPath ?? environment["ZTPS_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let file = named ?? standardPath
        let text: String
        do {
            let descriptor = try FileDescriptor.open(FilePath(file), .readOnly, options: [.closeOnExec])
            defer { try? descriptor.close() }
            text = String(decoding: try descriptor.readToEnd(), as: UTF8.self)
        } catch {
            let reason = error as? Errno
            if named == nil, reason == .noSuchFileOrDirectory {
                return Loaded(configuration: defaults, file: nil, warnings: [])
            }
            throw .unreadable(file: file, reason: reason?.description ?? "\(error)")
        }
        let (configuration, warnings) = try defaults.merging(text: text, file: file)
        return Loaded(configuration: configuration, file: file, warnings: warnings)
    }

    /// The built-in defaults, as far as environment variables do not replace them.
    init(defaultsFrom environment: [String: String]) throws(ConfigurationError) {
        self.init()
        let replaced: [(variable: String, section: String, key: String)] = [
            ("ZTPS_DEFAULT_DATAROOT", "default", "data_root"),
            ("ZTPS_DEFAULT_SERVER", "default", "server_url"),
            ("ZTPS_DEFAULT_LOGGING", "default", "logging"),
            ("ZTPS_CONSOLE_LOGGING_FORMAT", "default", "console_logging_format"),
            ("ZTPS_BOOTSTRAP_FILENAME", "bootstrap", "filename"),
            ("ZTPS_NEIGHBORDB_FILENAME", "neighbordb", "filename"),
        ]
        for (variable, section, key) in replaced {
            guard let value = environment[variable], !value.isEmpty else { continue }
            // Every pair above is in the table of options; a test walks them all.
            try Option.table[section]?[key]?.apply(value, &self) { problem, allowed in
                .badValue(.environment, option: variable, problem: problem, allowed: allowed)
            }
        }
    }

    /// The configuration with the values of an INI text put in, and a warning for everything unknown in it.
    func merging(text: String, file: String) throws(ConfigurationError) -> (Configuration, warnings: [Diagnostic]) {
        var configuration = self
        var warnings: [Diagnostic] = []
        let document: INIDocument
        do {
            document = try INIDocument(parsing: text)
        } catch {
            throw .syntax(file: file, line: error.line, reason: error.reason)
        }
        for (name, line) in document.sections where Option.table[name] == nil {
            warnings.append(
                Diagnostic(.warning, file, SourceMark(line: line, column: 0), "unknown section [\(name)], ignored"))
        }
        for entry in document.entries {
            guard let options = Option.table[entry.section] else { continue }
            guard let option = options[entry.key] else {
                warnings.append(
                    Diagnostic(
                        .warning, file, SourceMark(line: entry.line, column: 0),
                        "unknown option '\(entry.key)' in section [\(entry.section)], ignored"))
                continue
            }
            try option.apply(entry.value, &configuration) { problem, allowed in
                .badValue(.file(file, line: entry.line), option: entry.key, problem: problem, allowed: allowed)
            }
        }
        return (configuration, warnings)
    }
}
