import Glibc

/// Descriptors 0, 1 and 2.
public enum StandardDescriptors {
    /// Opens /dev/null for those that the parent left closed. Otherwise the first file or connection would get such a
    /// number, and log lines would be written into it. Before anything else is opened.
    public static func openMissing() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is this one.
            _ = open("/dev/null", O_RDWR)
        }
    }
}
