import Glibc

/// Standard input of a CGI process, where the web server writes the body of its request.
struct StandardInput {
    var descriptor: Int32 = STDIN_FILENO

    /// Whether its end comes without fail once the web server has written the body.
    ///
    /// It does where the descriptor was made for this request: a pipe (most web servers), a file (lighttpd), /dev/null, a
    /// local socket (Apache's mod_cgid, which shuts its side down). It does not where it is the connection to the client
    /// itself (thttpd, Python's http.server), which stays open for as long as the client waits for its answer.
    var endsWithRequest: Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        switch status.st_mode & S_IFMT {
        case S_IFREG, S_IFIFO: return true
        case S_IFCHR: return isatty(descriptor) == 0
        case S_IFSOCK: return SocketAddress(boundTo: descriptor)?.family == AF_UNIX
        default: return false
        }
    }

    /// Reads some bytes; returns their number, 0 at the end, less than 0 when the stream is broken.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }
}
