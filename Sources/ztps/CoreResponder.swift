import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import ZTPCore

/// Hands Hummingbird's requests to the core and the core's responses to Hummingbird.
struct CoreResponder: HTTPResponder {
    let application: ZTPCore.Application
    /// The core blocks, so it runs here.
    let threads: NIOThreadPool
    let running: RunningRequests
    /// Bytes.
    let maxBody: Int
    let logger: Logger

    /// All that is wanted of Hummingbird's context: who asks.
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let peer: String?

        init(source: ApplicationRequestContextSource) {
            coreContext = CoreRequestContextStorage(source: source)
            peer = source.channel.remoteAddress?.ipAddress
        }
    }

    func respond(to request: Hummingbird.Request, context: Context) async throws -> Hummingbird.Response {
        running.begin()
        do {
            let body = try await body(of: request)
            let coreRequest = coreRequest(request, body, context)
            let (response, file) = try await threads.runIfActive { application.respondOpeningFile(to: coreRequest) }
            return hummingbirdResponse(response, file, isHead: request.method == .head)
        } catch {
            running.end()
            throw error
        }
    }

    private func coreRequest(
        _ request: Hummingbird.Request, _ body: ZTPCore.Request.Body, _ context: Context
    ) -> ZTPCore.Request {
        let id = String(UInt32.random(in: .min ... .max), radix: 16)
        var logger = logger
        logger[metadataKey: "request"] = "\(id)"
        if let peer = context.peer { logger[metadataKey: "peer"] = "\(peer)" }
        return ZTPCore.Request(
            method: request.method, target: request.head.path ?? "/", fields: request.headers, peer: context.peer,
            id: id,
            body: body, logger: logger)
    }

    private func body(of request: Hummingbird.Request) async throws -> ZTPCore.Request.Body {
        let announced = request.headers[.contentLength].flatMap(Int.init)
        if let announced, announced > maxBody { return .tooLarge }
        do {
            let buffer = try await request.body.collect(upTo: maxBody)
            if let announced, announced != buffer.readableBytes { return .incomplete }
            return .complete(Array(buffer.readableBytesView))
        } catch is NIOTooManyBytesError {
            return .tooLarge
        }
    }

    private func hummingbirdResponse(_ response: ZTPCore.Response, _ file: OpenFile?, isHead: Bool)
        -> Hummingbird.Response
    {
        var headers = response.fields
        if response.status != .notModified { headers[.contentLength] = String(response.body.count) }
        let running = running
        let threads = threads
        let body = ResponseBody { writer in
            defer { running.end() }
            if !isHead {
                switch response.body {
                case .empty: break
                case .bytes(let bytes): try await writer.write(ByteBuffer(bytes: bytes))
                case .file(let slice):
                    if let file { try await Self.send(file, slice.length, to: &writer, on: threads) }
                }
            }
            try await writer.finish(nil)
        }
        return Hummingbird.Response(status: response.status, headers: headers, body: body)
    }

    /// Sends a file in chunks; a file that has become shorter meanwhile ends the connection, never pads.
    private static func send(
        _ file: OpenFile, _ length: Int64, to writer: inout any ResponseBodyWriter, on threads: NIOThreadPool
    ) async throws {
        var left = length
        while left > 0 {
            let size = Int(min(left, 256 << 10))
            let chunk = try await threads.runIfActive { file.read(upTo: size) }
            guard !chunk.isEmpty else { throw FileShrank() }
            left -= Int64(chunk.count)
            try await writer.write(ByteBuffer(bytes: chunk))
        }
    }

    private struct FileShrank: Error {}
}
