import HTTPTypes
import Hummingbird
import NIOCore
import ZTPCore

/// Reads a request body up to a limit, and what is beyond it away.
struct RequestBodyReader {
    /// Bytes that a body may have.
    let limit: Int

    /// Bytes of a body over the limit that are read away, so that the client gets to see the answer.
    private static let patience = 256 << 20

    /// The body, or why there is none. One that is announced as too large is not read at all.
    func read(_ request: Hummingbird.Request) async -> ZTPCore.Request.Body {
        guard !isAnnouncedTooLarge(request) else { return .tooLarge }
        var bytes: [UInt8] = []
        var received = 0
        do {
            for try await buffer in request.body {
                received += buffer.readableBytes
                guard received <= Self.patience else { break }
                if received <= limit { bytes += buffer.readableBytesView } else { bytes = [] }
            }
        } catch {
            // The connection ended early, or what came is no HTTP.
            return .incomplete
        }
        return received <= limit ? .complete(bytes) : .tooLarge
    }

    /// Reads away what `read` left unread. A client that is still sending would not look at an answer before it is done.
    func drain(_ request: Hummingbird.Request) async throws {
        guard isAnnouncedTooLarge(request) else { return }
        var received = 0
        for try await buffer in request.body {
            received += buffer.readableBytes
            guard received <= Self.patience else { throw TooPatient() }
        }
    }

    private func isAnnouncedTooLarge(_ request: Hummingbird.Request) -> Bool {
        // NIO refuses a length that is no number.
        request.headers[.contentLength].flatMap(Int.init).map { $0 > limit } ?? false
    }

    /// Ends a connection whose client does not stop sending.
    private struct TooPatient: Error {}
}
