import HTTPTypes

/// GET /nodes/ID: the definition that a node works through.
struct NodeHandler: Sendable {
    let assembler: Assembler

    func definition(_ request: Request, _ name: String) -> Response {
        let request = request.scoped(to: name)
        guard let id = NodeID(rawValue: name) else { return request.refused(.noNode) }
        do {
            let definition = try assembler.definition(of: id, logger: request.logger) {
                (call, _) throws(DefinitionProblem) in
                throw .pluginMissing(name: call.name, call: call.text)
            }
            return .json(definition)
        } catch {
            return request.refused(error)
        }
    }
}
