import HTTPTypes
import Logging
import ZTPCore

/// Answers the requests that come over FastCGI connections.
struct FastCGIResponder: Sendable {
    var handler: any Handler
    /// `[limits] max_body`.
    var maxBody: Int
    var logs: LogSettings
    var ids = RequestIDs()
    /// Takes the lines of a request whose connection broke before they could be handed over.
    var fallback: any LogSink

    /// Answers the request that `connection` has just accepted, and ends it.
    func answer(_ connection: FastCGIConnection) {
        let log = RequestLog()
        let environment = connection.environment
        let (body, drained) = BodyReader(limit: maxBody, endsWithBody: true, read: connection.readBody(into:))
            .body(of: environment.contentLength)
        let request = environment.request(body: body, fallbackID: ids.next(), logger: logs.logger(sink: log))
        guard connection.isResponder else {
            request.logger.error("refused: this server is a FastCGI responder, nothing else")
            hand(log, to: connection)
            // 500 tells a web server that asks for an authorisation: no.
            _ = connection.write(Response(status: .internalServerError).cgiHead)
            connection.finish(status: 1, drained: drained)
            return
        }
        let (response, file) = handler.respondOpeningFile(to: request)
        hand(log, to: connection)
        let isWhole = response.send(file, to: request, write: connection.write(_:))
        hand(log, to: connection)
        if isWhole { connection.finish(drained: drained) } else { connection.abort() }
    }

    private func hand(_ log: RequestLog, to connection: FastCGIConnection) {
        for line in log.take() where !connection.log(line: line) {
            fallback.write(line: line)
        }
    }
}
