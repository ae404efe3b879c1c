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
        // Without a length, standard input is a body only when the web server says that one comes in chunks.
        let length = environment.contentLength
        let announced = length != .absent || environment.bytes("HTTP_TRANSFER_ENCODING") != nil
        let (body, _) = BodyReader(limit: maxBody, endsWithBody: length == .absent, read: Self.read(into:))
            .body(of: announced ? length : .bytes(0))
        let request = environment.request(body: body, fallbackID: RequestIDs().next(), logger: logger)
        let (response, file) = handler.respondOpeningFile(to: request)
        _ = response.send(file, to: request, write: Self.write(_:))
    }

    /// Answers 500, for a program that cannot start; the reason stands on standard error.
    public static func answerFailure() {
        let fields: HTTPFields = [.contentType: "text/html; charset=UTF-8"]
        _ = write(Response(status: .internalServerError, fields: fields).cgiHead)
    }

    private static func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR { return count }
        }
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
