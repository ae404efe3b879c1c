import HTTPTypes
import Logging

extension Request {
    /// Answers a request for a file that cannot be read as if it were not there, and says in the log what is true.
    func unreadable(_ error: RepositoryError, _ status: HTTPResponse.Status) -> Response {
        logger.error("\(error)")
        return .bare(status)
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
    /// cannot do or tell.
    func refused(_ refusal: Refusal) -> Response {
        switch refusal {
        case .repository(let error):
            logger.error("\(head.method) refused: \(refusal)")
            return .bare(error.status)
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

extension RepositoryError {
    /// What a switch gets. A file of a node's that is there and cannot be read is a broken one. A node that might be
    /// there is something else than a node that is not.
    fileprivate var status: HTTPResponse.Status {
        switch operation {
        case .read: .badRequest
        case .look, .list, .write: .internalServerError
        }
    }
}
