import HTTPTypes
import Logging

/// GET /nodes/ID: the definition that a node works through.
struct NodeHandler: Sendable {
    let assembler: Assembler
    let plugins: Plugins

    /// A HEAD changes nothing and runs nothing: what plugins would give is only looked up, and where that cannot be told,
    /// the answer has no length.
    func definition(_ request: Request, _ name: String) -> Response {
        guard let id = NodeID(rawValue: name) else { return request.refused(.noNode) }
        var isMade = true
        do {
            let definition = try assembler.definition(
                of: id, logger: request.logger, undefined: { request.logger.warning("\($0)") },
                values: { (calls, node) throws(DefinitionProblem) in
                    guard request.head.method == .head else {
                        return try plugins.values(of: calls, for: node, id: id, logger: request.logger)
                    }
                    let values = try plugins.preview(of: calls, for: id)
                    isMade = values.allSatisfy { $0 != nil }
                    return values.map { $0 ?? .null }
                })
            return isMade
                ? .json(definition)
                : Response(status: .ok, fields: [.contentType: MediaType.json], body: .unmade)
        } catch {
            return request.refused(error)
        }
    }
}
