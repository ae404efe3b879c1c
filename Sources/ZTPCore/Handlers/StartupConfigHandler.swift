import HTTPTypes
import Logging
import SystemPackage

/// GET and PUT /nodes/ID/startup-config.
struct StartupConfigHandler: Sendable {
    let repository: any Repository
    let processes: ChildProcesses
    /// Seconds that a config-handler may run.
    let timeout: Double

    func read(_ request: Request, _ name: String) -> Response {
        guard let id = NodeID(rawValue: name) else { return request.refused(.noNode) }
        do {
            guard let slice = try repository.slice(of: .startupConfig, of: id) else {
                return request.refused(.noStartupConfig)
            }
            return .file(slice, type: MediaType.plain, answering: request)
        } catch {
            return request.refused(.unreadable(error))
        }
    }

    func store(_ request: Request, _ name: String) -> Response {
        guard let id = NodeID(rawValue: name) else { return request.refused(.noNode) }
        do {
            guard try repository.storeStartupConfig(request.bytes, of: id) else { return request.refused(.noNode) }
        } catch {
            return request.refused(.unwritable(error))
        }
        request.logger.info("startup-config of \(request.bytes.count) bytes stored")
        if let program = repository.program(.configHandler, of: id) { run(program, request.logger) }
        return .bare(.ok)
    }

    /// What the program does is never the switch's concern: the operator reads it in the log.
    private func run(_ program: FilePath, _ logger: Logger) {
        let result = processes.run(ChildProcesses.Command(program: program, timeout: timeout))
        for line in String(decoding: result.errors, as: UTF8.self).split(whereSeparator: \.isNewline) {
            logger.info("config-handler: \(line)")
        }
        switch result.outcome {
        case .exited(0): logger.debug("config-handler done")
        case .exited, .killed, .timedOut, .flooded, .notStarted: logger.error("config-handler \(result.outcome)")
        }
    }
}
