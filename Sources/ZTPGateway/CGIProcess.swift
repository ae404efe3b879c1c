import Glibc
import HTTPTypes
import Logging
import ZTPCore

/// Answers the one request of a plain CGI process (RFC 3875): variables in the environment, body on standard input,
/// answer on standard output, log lines on standard error.
public struct CGIProcess {
    let handler: any Handler
    let maxBody: Int
    let logger: Logger

    func answer(_ environment: CGIEnvironment) {
        let request = environment.request(
            body: body(of: environment), fallbackID: RequestIDs().next(), logger: logger)
        let (response, file) = handler.respondOpeningFile(to: request)
        _ = response.send(file, to: request, write: Self.write(_:))
    }

    /// Without a length, HTTP has no body, unless it came in chunks: the web server has put them together then, and
    /// whether it hands on that they were chunks is up to it. So standard input is read to its end where a body may be
    /// meant and the end is sure to come.
    private func body(of environment: CGIEnvironment) -> Request.Body {
        let length = environment.contentLength
        let input = StandardInput()
        guard length == .unknown else {
            return BodyReader(limit: maxBody, endsWithBody: false, read: input.read(into:)).body(of: length).body
        }
        let isAnnounced =
            environment.bytes("CONTENT_LENGTH") != nil || environment.bytes("HTTP_TRANSFER_ENCODING") != nil
        guard isAnnounced || [.post, .put].contains(environment.method) else { return .complete([]) }
        guard input.endsWithRequest else { return isAnnounced ? .incomplete : .complete([]) }
        return BodyReader(limit: maxBody, endsWithBody: true, read: input.read(into:)).body(of: length).body
    }

    /// Answers 500, for a program that cannot start; the reason stands on standard error.
    public static func answerFailure() {
        let fields: HTTPFields = [.contentType: "text/html; charset=UTF-8"]
        _ = write(Response(status: .internalServerError, fields: fields).cgiHead)
    }

    private static func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.write(STDOUT_FILENO, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
