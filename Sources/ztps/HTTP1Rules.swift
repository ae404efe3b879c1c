import NIOCore
import NIOHTTP1

/// What HTTP/1 asks of a server and Hummingbird does not know of, because it sees neither the version of a request nor a
/// way to send an interim response. Stands between NIO's parser and the translation to version-free types.
final class HTTP1Rules: ChannelDuplexHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Sent down the channel by the one that answers the request at hand, so that it comes behind the response before.
    struct Continue: Sendable {}

    /// HTTP/1.0 has neither an obligatory `Host` nor `Expect`, and its clients wait for the end of the connection. An empty
    /// `Host` tells such a request apart from one of HTTP/1.1 that lacks it.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), head.version == .http1_0 else {
            context.fireChannelRead(data)
            return
        }
        head.headers.remove(name: "Expect")
        if !head.isKeepAlive { head.headers.replaceOrAdd(name: "Connection", value: "close") }
        if !head.headers.contains(name: "Host") { head.headers.add(name: "Host", value: "") }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is Continue else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: promise)
    }

    /// Puts the rules into place in a channel of Hummingbird's, which adds handlers only behind the translation.
    final class Installer: ChannelInboundHandler, RemovableChannelHandler, Sendable {
        typealias InboundIn = NIOAny

        func handlerAdded(context: ChannelHandlerContext) {
            let pipeline = context.pipeline.syncOperations
            do {
                let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
                try pipeline.addHandler(HTTP1Rules(), position: .after(parser))
            } catch {
                context.fireErrorCaught(error)
            }
        }
    }
}
