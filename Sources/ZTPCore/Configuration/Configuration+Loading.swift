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
            let bytes = try descriptor.readToEnd()
            // Windows' editors write it, and each letter then looks like two.
            if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
                throw ConfigurationError.syntax(file: file, line: 1, reason: "the file is UTF-16, expected UTF-8")
            }
            text = String(decoding: bytes, as: UTF8.self)
        } catch let error as ConfigurationError {
            throw error
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
        func warn(_ line: Int, _ text: String) {
            warnings.append(Diagnostic(.warning, file, SourceMark(line: line, column: 0), text))
        }
        /// Lines of options in `[DEFAULT]` that a section has a use for.
        var used: Set<Int> = []
        for (name, line) in document.sections {
            guard let options = Option.table[name] else {
                warn(line, "unknown section [\(name)], ignored")
                continue
            }
            for entry in document.options(of: name) {
                let isOwn = entry.section == name
                guard let option = options[entry.key] else {
                    if isOwn { warn(entry.line, "unknown option '\(entry.key)' in section [\(name)], ignored") }
                    continue
                }
                if !isOwn { used.insert(entry.line) }
                try option.apply(entry.value, &configuration) { problem, allowed in
                    .badValue(.file(file, line: entry.line), option: entry.key, problem: problem, allowed: allowed)
                }
            }
        }
        for entry in document.entries where entry.section == INIDocument.defaultSection && !used.contains(entry.line) {
            // One that every section overrides says something all the same.
            guard !document.entries.contains(where: { $0.key == entry.key && Option.table[$0.section]?[$0.key] != nil })
            else { continue }
            warn(
                entry.line,
                "option '\(entry.key)' in [\(entry.section)] is one of no section in this file, ignored")
        }
        warnings.sort { ($0.mark?.line ?? 0) < ($1.mark?.line ?? 0) }
        return (configuration, warnings)
    }
}
