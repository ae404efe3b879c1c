import CFastCGI
import Glibc
import Synchronization
import SystemPackage

/// Wakes one worker for each listening socket or waiting connection that has something to read, and all of them at the
/// stop.
///
/// All workers share one epoll instance: a waiting connection is served by whichever of them is free. Every descriptor is
/// watched for one event at a time. Otherwise a new connection would wake all workers, of which one gets it.
final class Poller: Sendable {
    /// Why a worker woke up.
    enum Event: Equatable {
        case stop
        /// The descriptor of a listening socket or a connection.
        case readable(Int32)
    }

    private let epoll: Int32
    private let stopEvent: Int32
    private let stopping = Atomic(false)

    init(listeners: [Int32]) throws(Errno) {
        epoll = try Self.checked(epoll_create1(Int32(O_CLOEXEC)))
        stopEvent = try Self.checked(eventfd(0, Int32(O_CLOEXEC | O_NONBLOCK)))
        try control(EPOLL_CTL_ADD, stopEvent, EPOLLIN.rawValue)
        for listener in listeners {
            try watch(listener, known: false)
        }
    }

    deinit {
        close(stopEvent)
        close(epoll)
    }

    /// Waits for the next event.
    func wait() -> Event {
        var event = epoll_event()
        while true {
            let count = epoll_wait(epoll, &event, 1, -1)
            if stopping.load(ordering: .acquiring) { return .stop }
            if count == 1 { return .readable(event.data.fd) }
        }
    }

    /// Has one worker woken when the descriptor becomes readable, once.
    ///
    /// - Parameter known: whether it was watched before.
    func watch(_ descriptor: Int32, known: Bool) throws(Errno) {
        try control(known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, EPOLLIN.rawValue | EPOLLONESHOT.rawValue)
    }

    /// Wakes all workers for good.
    func stop() {
        stopping.store(true, ordering: .releasing)
        eventfd_write(stopEvent, 1)
    }

    /// Waits until the stop, but no longer than the given milliseconds.
    func pause(milliseconds: Int32) {
        var waiting = pollfd(fd: stopEvent, events: Int16(POLLIN), revents: 0)
        poll(&waiting, 1, milliseconds)
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ events: UInt32) throws(Errno) {
        var event = epoll_event(events: events, data: epoll_data_t(fd: descriptor))
        _ = try Self.checked(epoll_ctl(epoll, operation, descriptor, &event))
    }

    private static func checked(_ result: Int32) throws(Errno) -> Int32 {
        guard result >= 0 else { throw Errno(rawValue: errno) }
        return result
    }
}
