import Glibc
import Logging
import OrderedCollections
import SystemPackage

/// The operator's own plugins: files in plugins/, found and read at every call.
struct ExternalPlugins: Sendable {
    private let root: DataRoot
    private let processes: ChildProcesses
    private let timeout: Double
    /// What Python modules find in `ztpserver.config.runtime`.
    private let settings: Document

    /// Bytes that a plugin may print.
    private static let outputLimit = 1 << 20

    init(root: DataRoot, processes: ChildProcesses, configuration: Configuration) {
        self.root = root
        self.processes = processes
        timeout = configuration.resources.pluginTimeout
        settings = configuration.pluginSettings
    }

    /// Whether the plugin of a call is there.
    func has(_ call: PluginCall) -> Bool {
        RepositoryPath([call.name]).map { root.stamp(of: root.location(of: $0, in: .plugins)) != nil } ?? false
    }

    /// Asks a plugin for its value.
    func value(
        of call: PluginCall, for node: Node, id: NodeID, logger: Logger
    ) throws(DefinitionProblem) -> Document {
        guard let name = RepositoryPath([call.name]) else { throw .pluginMissing(name: call.name, call: call.text) }
        let path = root.location(of: name, in: .plugins)
        let file: StoredFile?
        do { file = try root.read(path) } catch { throw .pluginFailed(call: call.text, "\(error)") }
        guard let file else { throw .pluginMissing(name: call.name, call: call.text) }
        let isExecutable = access(path.string, X_OK) == 0
        switch PluginKind(source: file.bytes, isExecutable: isExecutable) {
        case .pythonModule:
            guard let python = Self.python() else {
                throw .pluginFailed(call: call.text, "there is no python3 to run \(path) with")
            }
            let input = JSON.encode(.mapping(["node": node.document, "settings": settings]))
            let command = ChildProcesses.Command(
                program: python, arguments: ["-c", PluginRunner.program, path.string, id.rawValue, call.argument],
                input: input, outputLimit: Self.outputLimit, timeout: timeout)
            let output = try run(command, call, logger)
            do { return try JSON.parse(output) } catch {
                throw .pluginFailed(call: call.text, "the value of \(path) is no JSON: \(error.reason)")
            }
        case .executable:
            let command = ChildProcesses.Command(
                program: path, arguments: [id.rawValue, call.argument], input: node.json,
                outputLimit: Self.outputLimit, timeout: timeout)
            return try value(try run(command, call, logger), call)
        case .neither:
            throw .pluginFailed(
                call: call.text,
                "\(path) is neither executable nor a Python module with main(node_id, pool, node)")
        }
    }

    private func run(
        _ command: ChildProcesses.Command, _ call: PluginCall, _ logger: Logger
    ) throws(DefinitionProblem) -> [UInt8] {
        let result = processes.run(command)
        let errors = ProgramLines(result.errors)
        for line in errors.all { logger.info("plugin \(call.name): \(line)") }
        guard case .exited(0) = result.outcome else {
            let words = errors.last.map { ", saying: \($0.prefix(200))" } ?? ""
            throw .pluginFailed(call: call.text, "the plugin \(result.outcome)\(words)")
        }
        return result.output
    }

    /// JSON if it parses as such, else text without the line's end.
    private func value(_ output: [UInt8], _ call: PluginCall) throws(DefinitionProblem) -> Document {
        guard let text = String(validating: output, as: UTF8.self) else {
            throw .pluginFailed(call: call.text, "what the plugin printed is not UTF-8")
        }
        let scalars = text.unicodeScalars
        guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else {
            throw .pluginFailed(call: call.text, "the plugin printed nothing")
        }
        // Python's NaN and Infinity are no JSON.
        if let value = try? JSON.parse(output), value.isFinite { return value }
        return .string(String(String.UnicodeScalarView(scalars[...last])))
    }

    /// python3 on the path, which web servers sometimes leave out.
    private static func python() -> FilePath? {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/local/bin", "/usr/bin", "/bin"]
        return folders.lazy.map { FilePath($0).appending("python3") }.first { access($0.string, X_OK) == 0 }
    }
}

extension Configuration {
    /// The settings as Python plugins of existing installations look for them, by section and option.
    fileprivate var pluginSettings: Document {
        .mapping([
            "default": .mapping([
                "data_root": .string(general.dataRoot.string),
                "identifier": .string(general.identifier.rawValue),
                "server_url": .string(general.serverURL.text),
                "logging": .bool(general.logging),
                "console_logging": .bool(general.consoleLogging),
                "disable_topology_validation": .bool(general.disableTopologyValidation),
            ]),
            "server": .mapping(["interface": .string(server.interface), "port": .integer(server.port)]),
            "bootstrap": .mapping(["filename": .string(bootstrap.filename)]),
            "neighbordb": .mapping(["filename": .string(neighbordb.filename)]),
        ])
    }
}
