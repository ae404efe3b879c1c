import Glibc

/// The file of a Unix socket, told from a later one of the same name.
struct SocketFile: Sendable, Equatable {
    let path: String
    private let device: dev_t
    private let inode: ino_t

    /// Nil when there is no socket of this name.
    init?(path: String) {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        self.path = path
        device = status.st_dev
        inode = status.st_ino
    }

    /// Whether somebody listens on it. In doubt, yes.
    var isAlive: Bool {
        let probe = socket(AF_UNIX, streamSocket | O_CLOEXEC | O_NONBLOCK, 0)
        guard probe >= 0 else { return true }
        defer { close(probe) }
        let answer = SocketAddress(.unix(path: path, mode: 0)).withCAddress { connect(probe, $0, $1) }
        return answer == 0 || errno != ECONNREFUSED
    }

    /// Removes the file, unless another has taken its place.
    func remove() {
        guard SocketFile(path: path) == self else { return }
        unlink(path)
    }
}
