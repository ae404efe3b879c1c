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
    let bodies: RequestBodyReader
    let logger: Logger

    /// All that is wanted of Hummingbird's context: who asks.
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let channel: any Channel

        var peer: String? { channel.remoteAddress?.ipAddress }

        init(source: ApplicationRequestContextSource) {
            coreContext = CoreRequestContextStorage(source: source)
            channel = source.channel
        }
    }

    func respond(to request: Hummingbird.Request, context: Context) async throws -> Hummingbird.Response {
        let mark = running.begin()
        // At once, whatever becomes of the request: a client waits for it with its body, some for a second.
        if request.headers[.expect]?.lowercased() == "100-continue" {
            try await context.channel.triggerUserOutboundEvent(HTTP1Rules.Continue()).get()
        }
        let coreRequest = coreRequest(request, await bodies.read(request), context)
        let (response, file) =
            if let refusal = Self.refusal(of: request, coreRequest) {
                (refusal, nil as OpenFile?)
            } else {
                try await threads.runIfActive { application.respondOpeningFile(to: coreRequest) }
            }
        var headers = response.fields
        if response.status != .notModified {
            headers[.contentLength] = response.body.count.map { String($0) }
            // Without a length the server ends the body that HEAD does not have as if there were one.
            if response.body.count == nil { headers[.connection] = "close" }
        }
        let body = ResponseBody { [threads, bodies] writer in
            if request.method != .head {
                try await Self.send(response.body, file, to: &writer, on: threads)
            }
            try await bodies.drain(request)
            try await writer.finish(nil)
            try await Self.waitUntilSent(context.channel)
            withExtendedLifetime(mark) {}
        }
        return Hummingbird.Response(status: response.status, headers: headers, body: body)
    }

    /// 400 for a request that does not name exactly one host (RFC 9112, section 3.2). The first `Host` has become the
    /// authority.
    private static func refusal(
        of request: Hummingbird.Request, _ coreRequest: ZTPCore.Request
    ) -> ZTPCore.Response? {
        let count = (request.head.authority == nil ? 0 : 1) + request.headers.count { $0.name.canonicalName == "host" }
        guard count != 1 else { return nil }
        coreRequest.logger.info("\(coreRequest.line): refused with \(count) Host fields, one is expected")
        return ZTPCore.Response(status: .badRequest, fields: [.contentType: "text/html; charset=UTF-8"])
    }

    private func coreRequest(
        _ request: Hummingbird.Request, _ body: ZTPCore.Request.Body, _ context: Context
    ) -> ZTPCore.Request {
        let id = String(UInt32.random(in: .min ... .max), radix: 16)
        let peer = context.peer
        var logger = logger
        logger[metadataKey: "request"] = "\(id)"
        if let peer { logger[metadataKey: "peer"] = "\(peer)" }
        return ZTPCore.Request(
            method: request.method, target: request.head.path ?? "/", fields: request.headers, peer: peer, id: id,
            body: body, logger: logger)
    }

    private static func send(
        _ body: ZTPCore.Response.Body, _ file: OpenFile?, to writer: inout any ResponseBodyWriter,
        on threads: NIOThreadPool
    ) async throws {
        switch body {
        case .empty, .unmade: break
        case .bytes(let bytes): try await writer.write(ByteBuffer(bytes: bytes))
        case .file(let slice):
            guard let file else { return }
            var left = slice.length
            while left > 0 {
                let size = Int(min(left, 64 << 10))
                let chunk = try await threads.runIfActive { ByteBuffer(bytes: file.read(upTo: size)) }
                // Ends the connection: nothing is made up for what the file has lost.
                guard chunk.readableBytes > 0 else { throw FileShrank() }
                left -= Int64(chunk.readableBytes)
                try await writer.write(chunk)
            }
        }
    }

    /// Hummingbird takes a response before the socket does. A request has ended when nothing of its response would be
    /// lost with the process.
    private static func waitUntilSent(_ channel: any Channel) async throws {
        while try await channel.getOption(.bufferedWritableBytes).get() > 0 {
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private struct FileShrank: Error {}
}
