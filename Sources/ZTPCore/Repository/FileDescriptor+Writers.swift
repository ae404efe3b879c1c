import CLinux
import Glibc
import SystemPackage

extension FileDescriptor {
    /// Whether anybody has a file open for writing.
    enum Writers: Sendable, Equatable {
        case none
        case some
        /// The file is somebody else's, or its file system does not say.
        case unknown
    }

    /// Who may write to this file, which is open for reading alone.
    ///
    /// The kernel grants a read lease (fcntl(2), `F_SETLEASE`) only where nobody has the file open for writing. It is
    /// given back at once.
    var writers: Writers {
        // Who opens the file in this very moment makes the kernel signal us, with SIGIO unless we choose; that one ends
        // a process, SIGURG does nothing.
        guard fcntl(rawValue, linux_fcntl_set_signal, SIGURG) == 0 else { return .unknown }
        guard fcntl(rawValue, linux_fcntl_set_lease, Int32(F_RDLCK)) != 0 else {
            _ = fcntl(rawValue, linux_fcntl_set_lease, Int32(F_UNLCK))
            return .none
        }
        return errno == EAGAIN ? .some : .unknown
    }

    /// Waits until nobody has the file open for writing, but not longer than that.
    func waitForWriters(seconds: Double) -> Writers {
        var pause: UInt32 = 100
        var left = seconds * 1e6
        while true {
            let writers = writers
            // What cannot be told does not become clearer; who writes right now has a moment for it.
            if writers == .none || left <= 0 || writers == .unknown && pause > 3200 { return writers }
            usleep(pause)
            left -= Double(pause)
            pause = min(pause * 2, 6400)
        }
    }
}
