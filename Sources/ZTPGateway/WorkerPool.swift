import Glibc
import Logging
import Synchronization
import SystemPackage
import ZTPCore

/// The threads that serve FastCGI connections.
///
/// Each takes one request at a time, from a new connection or from one that the web server kept.
final class WorkerPool: Sendable {
    private let poller: Poller
    private let listeners: [ListeningSocket]
    private let responder: FastCGIResponder
    private let logger: Logger
    private let waiting = WaitingConnections()
    private let acceptComplaint = Occasionally(seconds: 10)
    private let allowedPeers: PeerAddresses

    init(
        listeners: [ListeningSocket], responder: FastCGIResponder, allowedPeers: PeerAddresses, logger: Logger
    ) throws(Errno) {
        poller = try Poller(listeners: listeners.map(\.descriptor))
        self.listeners = listeners
        self.responder = responder
        self.allowedPeers = allowedPeers
        self.logger = logger
    }

    /// Serves until the stop, on the calling thread.
    func work() {
        while true {
            switch poller.wait() {
            case .stop:
                return
            case .readable(let descriptor):
                if let connection = waiting.take(descriptor) {
                    serve(connection)
                } else if let listener = listeners.first(where: { $0.descriptor == descriptor }),
                    let connection = acceptNext(from: listener)
                {
                    if connection.isReadable { serve(connection) } else { wait(for: connection) }
                }
            }
        }
    }

    /// No request is begun from now on; those under way go on.
    func stop() {
        poller.stop()
    }

    private func serve(_ connection: FastCGIConnection) {
        guard connection.acceptRequest() else { return }
        responder.answer(connection)
        if connection.socket != nil { wait(for: connection) }
    }

    private func wait(for connection: FastCGIConnection) {
        guard let socket = connection.socket else { return }
        let known = connection.isRegistered
        connection.isRegistered = true
        // Known to the table first: another worker may be woken before `watch` returns.
        waiting.add(connection)
        do {
            try poller.watch(socket, known: known)
        } catch {
            logger.error("cannot wait for a connection", metadata: ["reason": "\(error)"])
            _ = waiting.take(socket)
        }
    }

    /// Accepts one connection and has another worker woken for the next one.
    private func acceptNext(from listener: ListeningSocket) -> FastCGIConnection? {
        defer {
            do { try poller.watch(listener.descriptor, known: true) } catch {
                logger.error("cannot wait for connections", metadata: ["reason": "\(error)", "listen": "\(listener)"])
            }
        }
        return accept(from: listener)
    }

    private func accept(from listener: ListeningSocket) -> FastCGIConnection? {
        switch listener.accept(from: allowedPeers) {
        case .success(let socket):
            return socket.map { FastCGIConnection(socket: $0) }
        case .failure(let error):
            if acceptComplaint.isDue {
                logger.error("cannot accept a connection", metadata: ["reason": "\(error)", "listen": "\(listener)"])
            }
            // Out of descriptors, most likely: give one back, and let requests that run end.
            waiting.closeOldest()
            poller.pause(milliseconds: 50)
            return nil
        }
    }
}

extension FastCGIConnection {
    /// Whether the first byte is there, or the end.
    fileprivate var isReadable: Bool {
        guard let socket else { return false }
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) > 0
    }
}
