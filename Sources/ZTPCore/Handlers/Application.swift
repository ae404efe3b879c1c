import HTTPTypes
public import Logging
import SystemPackage

/// The whole server behind one call: request in, response out.
///
/// `respond(to:)` is synchronous, total and thread-safe; it blocks for as long as the disk, or a node's config-handler,
/// takes.
///
/// How the operator's programs end is learnt with `waitpid(2)`. In a process that ignores SIGCHLD, or that waits for children
/// that are not its own, that cannot be told, and counts as their failure.
public struct Application: Handler {
    private let router: Router
    private let prefix: [String]
    private let processes = ChildProcesses()

    /// Puts the server together.
    ///
    /// - Parameters:
    ///   - configuration: as it was read at start; everything else is read on demand.
    ///   - logger: for what belongs to no request.
    /// - Throws: when the configuration names a data_root that is not there.
    public init(configuration: Configuration, logger: Logger) throws(StartupError) {
        let root = try DataRoot(configured: configuration)
        let repository = FileRepository(root: root, logger: logger)
        do { try repository.removeAbandonedStagings() } catch { logger.error("\(error)") }
        let general = configuration.general
        let bootstrap = BootstrapHandler(
            root: root, script: configuration.bootstrap.filename, serverURL: general.serverURL)
        let recognition = Recognition(
            files: OperatorFiles(root: root, neighbordbName: configuration.neighbordb.filename),
            identifier: general.identifier)
        let nodes = NodesHandler(
            repository: repository, recognition: recognition, identifier: general.identifier,
            serverURL: general.serverURL)
        let plugins = Plugins(
            pools: repository,
            sqlite: SQLitePools(configuration: configuration, root: root),
            external: ExternalPlugins(root: root, processes: processes, configuration: configuration))
        let node = NodeHandler(
            assembler: Assembler(repository: repository, configuration: general), plugins: plugins)
        let startupConfig = StartupConfigHandler(
            repository: repository, processes: processes, timeout: general.configHandlerTimeout, dataRoot: root.path,
            serverURL: general.serverURL)
        let files = FilesHandler(root: root)
        let meta = MetaHandler(root: root)
        prefix = general.serverURL.prefix
        var routes: [Router.Route] = [
            Router.Route([.literal("bootstrap")]) { request, _ in bootstrap.script(request) },
            Router.Route([.literal("bootstrap"), .literal("config")]) { request, _ in bootstrap.config(request) },
            Router.Route([.literal("nodes")], .post) { request, _ in nodes.register(request) },
            Router.Route([.literal("nodes"), .name]) { request, at in
                node.definition(request.scoped(to: at.names[0]), at.names[0]).about(at.names[0])
            },
            Router.Route([.literal("nodes"), .name, .literal("startup-config")]) { request, at in
                startupConfig.read(request.scoped(to: at.names[0]), at.names[0]).about(at.names[0])
            }.and(.put) { request, at in
                startupConfig.store(request.scoped(to: at.names[0]), at.names[0]).about(at.names[0])
            },
            Router.Route([.literal("actions"), .name]) { request, at in files.action(request, at.names[0]) },
            Router.Route([.literal("files"), .path]) { request, at in files.file(request, at.path) },
        ]
        for folder in MetaHandler.folders {
            routes.append(
                Router.Route([.literal("meta"), .literal(folder), .path]) { request, at in
                    meta.describe(request, [folder] + at.path.drop { $0.isEmpty })
                })
        }
        router = Router(routes: routes)
    }

    /// Kills the programs that requests are waiting for, so that the requests end.
    public func stopChildProcesses() {
        processes.stopAll()
    }

    public func respond(to request: Request) -> Response {
        let response = answer(request)
        let logger = response.node.map { request.scoped(to: $0).logger } ?? request.logger
        logger.debug("\(request.line) -> \(response.status.code)")
        return response
    }

    private func answer(_ request: Request) -> Response {
        guard request.head.headerFields.count <= Request.mostFields else {
            request.logger.info("the request has more than \(Request.mostFields) header fields")
            return .bare(.requestHeaderFieldsTooLarge)
        }
        switch request.body {
        case .complete: break
        case .tooLarge:
            request.logger.info("the request's body is larger than [limits] max_body")
            return .bare(.contentTooLarge)
        case .incomplete:
            request.logger.info("\(Refusal.bodyIncomplete)")
            return .bare(.badRequest)
        }
        switch request.path {
        case .failure(let problem):
            return refuse(request, problem)
        case .success(let path):
            // A front end may have taken the prefix off already, so a path without it is answered too.
            var candidates = [path.segments]
            if !prefix.isEmpty, path.begins(with: prefix) {
                var rest = Array(path.segments.dropFirst(prefix.count))
                if rest.count > 1, rest.first == "" { rest.removeFirst() }
                candidates.insert(rest, at: 0)
            }
            return route(request, candidates)
        }
    }

    private func route(_ request: Request, _ candidates: [[String]]) -> Response {
        for segments in candidates {
            switch router.match(request.routedMethod, segments) {
            case .handler(let respond, let parameters): return respond(request, parameters)
            case .methods(let methods):
                let allowed = methods.map(\.rawValue).joined(separator: ", ")
                request.logger.info("\(request.line): the method does not fit, this path takes \(allowed); \(place)")
                return .bare(.methodNotAllowed, fields: [.allow: allowed])
            case .badPath(let problem): return refuse(request, problem)
            case .nothing: continue
            }
        }
        let advice = candidates.lazy.compactMap { router.closest(to: $0) }.first.map { "; \($0)" } ?? ""
        request.logger.info("\(request.line): no such path; \(place)\(advice)")
        return .bare(.notFound)
    }

    /// Where the service is, for somebody who asked elsewhere.
    private var place: String {
        prefix.isEmpty
            ? "the service is at /, the path of server_url"
            : "the service is below /\(prefix.joined(separator: "/"))/, the path of server_url"
    }

    private func refuse(_ request: Request, _ problem: RequestPath.Problem) -> Response {
        request.logger.info("\(request.line): the path is refused: \(problem.reason)")
        return .bare(.badRequest)
    }
}

extension RequestPath.Problem {
    /// In words, for the log.
    var reason: String {
        switch self {
        case .malformedEscape: "a % is not followed by two hex digits"
        case .notUTF8: "it is not UTF-8"
        case .nul: "it holds a NUL"
        case .dotSegment: "it holds a . or .. segment"
        }
    }
}
