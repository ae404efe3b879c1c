import HTTPTypes
import Logging

extension Request {
    /// Reads something whose absence has an answer of its own. What is there but unreadable counts as absent and is
    /// logged as an error.
    func reading<Value>(_ read: () throws(RepositoryError) -> Value?) -> Value? {
        do {
            return try read()
        } catch {
            logger.error("\(error)")
            return nil
        }
    }

    /// The request with the node's id in its log lines.
    func scoped(to id: String) -> Request {
        var request = self
        request.logger[metadataKey: "node"] = "\(id)"
        return request
    }

    /// The bytes of a body that was read in full, which is the only kind that reaches a handler.
    var bytes: [UInt8] {
        switch body {
        case .complete(let bytes): bytes
        case .tooLarge, .incomplete: []
        }
    }

    /// Logs a refusal and answers it: 400 for what the switch or the operator's files lack, 500 for what the server
    /// cannot do.
    func refused(_ refusal: Refusal) -> Response {
        switch refusal {
        case .unwritable:
            logger.error("\(head.method) refused: \(refusal)")
            return .bare(.internalServerError)
        case .unreadable:
            logger.error("\(head.method) refused: \(refusal)")
            return .bare(.badRequest)
        case .bodyIncomplete, .notJSON, .badReport, .configIsNoText, .identifierMissing, .identifierIsNoText,
            .identifierIsNoFileName, .folderIncomplete, .noNeighbordb, .neighbordbEmpty, .neighbordbUnusable,
            .expressionFailed,
            .noPatternFits, .definitionMissing, .definitionBroken, .configHandlerMissing, .noPattern, .patternUnusable,
            .patternExpressionFailed, .patternDiffers, .noReport, .reportBroken, .noDefinition,
            .documentBroken, .definitionUnusable, .noStartupConfig, .noNode:
            logger.info("\(head.method) refused: \(refusal)")
            return .bare(.badRequest)
        }
    }
}
