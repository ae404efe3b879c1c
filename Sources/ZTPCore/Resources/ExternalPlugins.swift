import Glibc
import Logging
import OrderedCollections
import SystemPackage

/// The operator's own plugins: files in plugins/, found and read at every call.
struct ExternalPlugins: Sendable {
    private let root: DataRoot
    private let processes: ChildProcesses
    private let timeout: Double
    private let settings: Document

    init(root: DataRoot, processes: ChildProcesses, configuration: Configuration) {
        self.root = root
        self.processes = processes
        timeout = configuration.resources.pluginTimeout
        settings = configuration.pluginSettings
    }

    /// Refuses a call whose plugin is not there; it is not asked.
    func require(_ call: PluginCall) throws(DefinitionProblem) {
        guard let name = RepositoryPath([call.name]) else { throw .pluginMissing(name: call.name, call: call.text) }
        let stamp: FileStamp?
        do { stamp = try root.stamp(of: root.location(of: name, in: .plugins)) } catch {
            throw .pluginFailed(call: call.text, "\(error)")
        }
        guard stamp != nil else { throw .pluginMissing(name: call.name, call: call.text) }
    }

    /// Asks a plugin for its value.
    func value(
        of call: PluginCall, for node: Node, id: NodeID, logger: Logger
    ) throws(DefinitionProblem) -> Document {
        let file = try file(of: call)
        if case .python(let isNamed) = file.shape {
            let module = module(file, isNamed)
            let output = try run(
                module.command(python: try python(call, file), for: (node, id, call.argument)), call, logger)
            switch PythonModule.answer(output) {
            case .value(let value): return value
            case .refused(let reason): throw .pluginFailed(call: call.text, reason)
            case .none: throw .pluginFailed(call: call.text, "the plugin ended without a value")
            case .program: break
            }
        }
        guard file.isExecutable else { throw .pluginFailed(call: call.text, file.reasonForNeither) }
        let command = ChildProcesses.Command(
            program: file.path, arguments: [id.rawValue, call.argument], input: node.json,
            outputLimit: PythonModule.valueLimit, timeout: timeout)
        return try value(try run(command, call, logger), call)
    }

    /// Why a call would give no value, as far as that can be told without running anything of the plugin's.
    func problem(of call: PluginCall) -> String? {
        do throws(DefinitionProblem) {
            switch try judge(call) {
            case .module, .program: return nil
            case .neither(let reason): return reason
            }
        } catch .pluginFailed(_, let reason) {
            return reason
        } catch {
            return "\(error)"
        }
    }

    /// Whether a call would run a program.
    func isProgram(_ call: PluginCall) -> Bool {
        guard case .program? = try? judge(call) else { return false }
        return true
    }

    /// What a file is, as far as its syntax tells.
    private enum Judgement {
        case module
        case program
        case neither(String)
    }

    private func judge(_ call: PluginCall) throws(DefinitionProblem) -> Judgement {
        let file = try file(of: call)
        if case .python(let isNamed) = file.shape {
            let command = module(file, isNamed).command(python: try python(call, file), for: nil)
            switch PythonModule.answer(try run(command, call, nil)) {
            case .value: return .module
            case .refused(let reason): return .neither(reason)
            case .none: return .neither("python3 does not tell what \(file.path) is")
            case .program: break
            }
        }
        return file.isExecutable ? .program : .neither(file.reasonForNeither)
    }

    private func file(of call: PluginCall) throws(DefinitionProblem) -> PluginFile {
        guard let name = RepositoryPath([call.name]) else { throw .pluginMissing(name: call.name, call: call.text) }
        let path = root.location(of: name, in: .plugins)
        let content: StoredFile?
        do { content = try root.read(path) } catch { throw .pluginFailed(call: call.text, "\(error)") }
        guard let content else { throw .pluginMissing(name: call.name, call: call.text) }
        return PluginFile(path: path, source: content.bytes)
    }

    private func module(_ file: PluginFile, _ namesPython: Bool) -> PythonModule {
        PythonModule(file: file, namesPython: namesPython, root: root, settings: settings, timeout: timeout)
    }

    private func python(_ call: PluginCall, _ file: PluginFile) throws(DefinitionProblem) -> FilePath {
        guard let python = PythonModule.python(path: getenv("PATH").map { String(cString: $0) } ?? "") else {
            throw .pluginFailed(call: call.text, "there is no python3 to run \(file.path) with")
        }
        return python
    }

    private func run(
        _ command: ChildProcesses.Command, _ call: PluginCall, _ logger: Logger?
    ) throws(DefinitionProblem) -> [UInt8] {
        let result = processes.run(command)
        let errors = ProgramLines(result.errors)
        for line in errors.all { logger?.info("plugin \(call.name): \(line)") }
        guard case .exited(0) = result.outcome else {
            let words = errors.last.map { ", saying: \($0.prefix(200))" } ?? ""
            throw .pluginFailed(
                call: call.text, "the plugin \(result.outcome.description(of: command.program))\(words)")
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
        // Python's NaN and Infinity are not JSON.
        if let value = try? JSON.parse(output), value.isFinite { return value }
        return .string(String(String.UnicodeScalarView(scalars[...last])))
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
