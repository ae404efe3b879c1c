import Glibc

/// What becomes of a write that fails because a peer has gone, or because a file has reached the limit of its size.
public enum FailedWrites {
    /// From now on it is an error of that write (EPIPE, EFBIG), not a signal that ends the process. Programs that the
    /// process starts get the signals' defaults back.
    public static func areErrors() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}
