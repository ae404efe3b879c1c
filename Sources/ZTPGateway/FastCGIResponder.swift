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
            // 500 tells a web server that asks for an authorisation: no.
            _ = begin(Response(status: .internalServerError), log, on: connection)
            connection.finish(status: 1, drained: drained)
            return
        }
        let (response, file) = handler.respondOpeningFile(to: request)
        let isWhole =
            begin(response, log, on: connection)
            && response.sendBody(file, to: request, write: connection.write(_:))
        hand(log, to: connection)
        if isWhole { connection.finish(drained: drained) } else { connection.abort() }
    }

    /// Most bytes of log lines in front of the head. A web server's buffer has to hold them together with the head, and
    /// HAProxy's has 16 KiB.
    private static let mostInFront = 8 << 10

    /// Sends the lines so far and the head of the answer. Most answers have no line, and libfcgi sends them as a whole.
    private func begin(_ response: Response, _ log: RequestLog, on connection: FastCGIConnection) -> Bool {
        let lines = log.take()
        guard !lines.isEmpty else { return connection.write(response.cgiHead) }
        var room = Self.mostInFront
        let inFront = lines.prefix { line in
            room -= line.utf8.count + 16
            return room >= 0
        }
        guard connection.begin(lines: Array(inFront), head: response.cgiHead) else {
            for line in lines { fallback.write(line: line) }
            return false
        }
        hand(lines.dropFirst(inFront.count), to: connection)
        return true
    }

    private func hand(_ log: RequestLog, to connection: FastCGIConnection) {
        hand(log.take()[...], to: connection)
    }

    private func hand(_ lines: ArraySlice<String>, to connection: FastCGIConnection) {
        for line in lines where !connection.log(line: line) {
            fallback.write(line: line)
        }
    }
}
