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
    /// of one version of the file. A file that keeps changing, such as one that is being copied in, is 503.
    public func respondOpeningFile(to request: Request) -> (response: Response, file: OpenFile?) {
        for _ in 0..<3 {
            let response = respond(to: request)
            guard request.head.method != .head, case .file(let slice) = response.body, slice.length > 0 else {
                return (response, nil)
            }
            if let descriptor = slice.open() {
                return (response, OpenFile(descriptor: descriptor))
            }
        }
        request.logger.warning("the file keeps changing, so it cannot be served now")
        return (.changing, nil)
    }
}
