import HTTPTypes

/// GET /nodes/ID: the definition that a node works through.
struct NodeHandler: Sendable {
    let assembler: Assembler
    let plugins: Plugins

    func definition(_ request: Request, _ name: String) -> Response {
        guard let id = NodeID(rawValue: name) else { return request.refused(.noNode) }
        do {
            let definition = try assembler.definition(of: id, logger: request.logger) {
                (calls, node) throws(DefinitionProblem) in
                try plugins.values(of: calls, for: node, id: id, logger: request.logger)
            }
            return .json(definition)
        } catch {
            return request.refused(error)
        }
    }
}
