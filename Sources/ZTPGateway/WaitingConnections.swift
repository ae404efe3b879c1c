import Glibc
import Synchronization

/// The connections on which no request is under way, by descriptor.
final class WaitingConnections: Sendable {
    private let connections = Mutex<[Int32: FastCGIConnection]>([:])

    func add(_ connection: FastCGIConnection) {
        guard let socket = connection.socket else { return }
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        connection.waitingSince = now.tv_sec
        connections.withLock { $0[socket] = connection }
    }

    func take(_ socket: Int32) -> FastCGIConnection? {
        connections.withLock { $0.removeValue(forKey: socket) }
    }

    /// Closes the one that has waited longest, to have its descriptor back.
    func closeOldest() {
        let oldest = connections.withLock { connections in
            connections.min { $0.value.waitingSince < $1.value.waitingSince }
                .flatMap { connections.removeValue(forKey: $0.key) }
        }
        oldest?.abort()
    }
}
