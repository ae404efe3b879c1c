import HTTPTypes
import Logging

/// GET /actions/NAME and /files/PATH: what a definition points at.
struct FilesHandler: Sendable {
    let root: DataRoot

    func action(_ request: Request, _ name: String) -> Response {
        serve([DataRoot.Folder.actions.rawValue, name], MediaType.python, request)
    }

    func file(_ request: Request, _ path: [String]) -> Response {
        serve([DataRoot.Folder.files.rawValue] + path, MediaType.plain, request)
    }

    private func serve(_ path: [String], _ type: String, _ request: Request) -> Response {
        do {
            guard let safe = RepositoryPath(path), let slice = try root.slice(of: root.location(of: safe)) else {
                request.logger.info("there is no \(path.joined(separator: "/"))")
                return .bare(.notFound)
            }
            return .file(slice, type: type, answering: request)
        } catch {
            return request.unreadable(error, .notFound)
        }
    }
}
