import HTTPTypes
import Logging

/// Answers requests. Synchronous, total (never throws, never traps) and safe to call from any thread.
public protocol Handler: Sendable {
    func respond(to request: Request) -> Response
}

extension Handler {
    /// Answers a request and opens the file that the body names, if it names one.
    ///
    /// When the file was replaced between the two steps, the request is answered anew, so that head and body are always
    /// of one version of the file.
    public func respondOpeningFile(to request: Request) -> (response: Response, file: OpenFile?) {
        for _ in 0..<3 {
            let response = respond(to: request)
            guard case .file(let slice) = response.body, slice.length > 0 else { return (response, nil) }
            if let descriptor = slice.open() {
                return (response, OpenFile(descriptor: descriptor))
            }
        }
        request.logger.error("the file keeps changing while it is served")
        return (.bare(.internalServerError), nil)
    }
}
