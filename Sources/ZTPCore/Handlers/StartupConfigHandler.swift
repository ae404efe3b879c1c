import HTTPTypes
import Logging
import SystemPackage

/// GET and PUT /nodes/ID/startup-config.
struct StartupConfigHandler: Sendable {
    let repository: any Repository
    let processes: ChildProcesses
    /// Seconds that a config-handler may run.
    let timeout: Double
    /// What a config-handler finds in its environment besides the node.
    let dataRoot: FilePath
    let serverURL: ServerURL

    func read(_ request: Request, _ name: String) -> Response {
        guard let id = NodeID(rawValue: name) else { return request.refused(.noNode) }
        do {
            guard let slice = try repository.slice(of: .startupConfig, of: id) else {
                return request.refused(.noStartupConfig)
            }
            warn(of: slice, request.logger)
            return .file(slice, type: MediaType.plain, answering: request)
        } catch {
            return request.refused(.repository(error))
        }
    }

    /// It is served as it is, and somebody has to know that no switch can use it.
    private func warn(of slice: FileSlice, _ logger: Logger) {
        guard let file = slice.open() else { return }
        defer { try? file.close() }
        var start: [UInt8] = [0, 0]
        // Hardly any file begins like this, so hardly any is read twice.
        guard (try? start.withUnsafeMutableBytes({ try file.read(into: $0) })) == 2,
            BytesLiteral.isBeginning(of: start), let rest = try? file.readToEnd(), BytesLiteral.isAll(of: start + rest)
        else { return }
        logger.warning("\(slice.path): \(BytesLiteral.problem(slice.path))")
    }

    func store(_ request: Request, _ name: String) -> Response {
        guard let id = NodeID(rawValue: name) else { return request.refused(.noNode) }
        do {
            guard try repository.storeStartupConfig(request.bytes, of: id) else { return request.refused(.noNode) }
        } catch {
            return request.refused(.repository(error))
        }
        request.logger.info("startup-config of \(request.bytes.count) bytes stored")
        do {
            if let program = try repository.program(.configHandler, of: id) { run(program, for: id, request.logger) }
        } catch {
            request.logger.error("the config-handler is not run: \(error)")
        }
        return .bare(.ok)
    }

    /// What the program does is never the switch's concern: the operator reads it in the log.
    private func run(_ program: FilePath, for id: NodeID, _ logger: Logger) {
        let environment = ChildEnvironment.inherited
            .setting("ZTPS_NODE", id.rawValue)
            .setting("ZTPS_DATA_ROOT", dataRoot.string)
            .setting("ZTPS_SERVER_URL", serverURL.text)
        let result = processes.run(
            ChildProcesses.Command(program: program, environment: environment, timeout: timeout))
        for line in ProgramLines(result.errors).all { logger.info("config-handler: \(line)") }
        switch result.outcome {
        case .exited(0): logger.debug("config-handler done")
        case .exited, .killed, .timedOut, .flooded, .notStarted, .endUnknown:
            logger.error("config-handler \(result.outcome.description(of: program))")
        }
    }
}
