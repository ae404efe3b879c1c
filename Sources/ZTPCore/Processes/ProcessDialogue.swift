import Glibc
import SystemPackage

/// The three pipes to a running program: feeds its standard input, collects what it writes.
struct ProcessDialogue {
    private var input: FileDescriptor?
    private var rest: ArraySlice<UInt8>
    private var output: FileDescriptor?
    private let outputLimit: Int?
    /// Replies to lines of the output; nil when nothing written so far is to be replied to any more.
    private var answer: ((ArraySlice<UInt8>) -> [UInt8]?)?
    private var errors: FileDescriptor?
    private let errorLimit: Int
    private(set) var collectedOutput: [UInt8] = []
    private(set) var collectedErrors: [UInt8] = []
    /// Whether the program wrote more to its standard output than is taken.
    private(set) var isFlooded = false

    /// Takes over the writing end of the input, and leaves the others to the caller.
    ///
    /// - Parameter answer: see ``ChildProcesses/Command/answer``.
    init(
        input: FileDescriptor, bytes: [UInt8], output: FileDescriptor, outputLimit: Int?,
        answer: ((ArraySlice<UInt8>) -> [UInt8]?)? = nil, errors: FileDescriptor, errorLimit: Int
    ) {
        self.input = input
        rest = bytes[...]
        self.output = outputLimit == nil ? nil : output
        self.outputLimit = outputLimit
        self.answer = answer
        self.errors = errors
        self.errorLimit = errorLimit
        for end in [input, output, errors] {
            _ = fcntl(end.rawValue, F_SETFL, fcntl(end.rawValue, F_GETFL) | O_NONBLOCK)
        }
        closeInputIfDone()
    }

    /// Whether anything may still come or go.
    var isOpen: Bool { input != nil || output != nil || errors != nil }

    /// Waits until something can be read or written, and does it.
    mutating func exchange(milliseconds: Int32) {
        var ends = [
            pollfd(fd: rest.isEmpty ? -1 : input?.rawValue ?? -1, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: output?.rawValue ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errors?.rawValue ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&ends, 3, milliseconds) > 0 else { return }
        if ends[0].revents != 0 { feed() }
        if ends[1].revents != 0 { takeOutput() }
        if ends[2].revents != 0 { takeErrors() }
    }

    /// Takes what a program that has ended left in the pipes, and closes the input.
    mutating func exchangeRest() {
        closeInput()
        // Somebody whom the program left behind may go on writing, so this ends after what a pipe can hold.
        for _ in 0..<64 where takeOutput() {}
        for _ in 0..<64 where takeErrors() {}
    }

    private mutating func closeInput() {
        try? input?.close()
        input = nil
    }

    private mutating func closeInputIfDone() {
        if rest.isEmpty, answer == nil { closeInput() }
    }

    private mutating func feed() {
        guard let end = input else { return }
        do {
            let count = try rest.withUnsafeBytes { bytes in
                try Self.withoutPipeSignal { try end.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(4096))) }
            }
            rest = rest.dropFirst(count)
            closeInputIfDone()
        } catch Errno.resourceTemporarilyUnavailable, Errno.interrupted {
            return
        } catch {
            // It does not want to know.
            closeInput()
        }
    }

    /// Writing to a program that has closed its input must not end the server: the signal is taken away from this
    /// thread. Whether the process ignores it is for its main program to say, not for a library.
    private static func withoutPipeSignal(_ write: () throws -> Int) throws -> Int {
        var pipe = sigset_t()
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        var old = sigset_t()
        pthread_sigmask(SIG_BLOCK, &pipe, &old)
        defer { pthread_sigmask(SIG_SETMASK, &old, nil) }
        do { return try write() } catch Errno.brokenPipe {
            var none = timespec()
            sigtimedwait(&pipe, nil, &none)
            throw Errno.brokenPipe
        }
    }

    @discardableResult
    private mutating func takeOutput() -> Bool {
        guard let end = output, let limit = outputLimit else { return false }
        guard let chunk = Self.read(end) else { return false }
        if chunk.isEmpty {
            output = nil
            return false
        }
        collectedOutput += chunk.prefix(limit - collectedOutput.count)
        if collectedOutput.count == limit { isFlooded = true }
        if chunk.contains(UInt8(ascii: "\n")) { reply() }
        return true
    }

    /// Replies to the whole lines that have come, and forgets them.
    private mutating func reply() {
        while let answer, let end = collectedOutput.firstIndex(of: UInt8(ascii: "\n")) {
            if let words = answer(collectedOutput[..<end]) {
                collectedOutput.removeFirst(end + 1)
                rest += words
            } else {
                self.answer = nil
            }
        }
        closeInputIfDone()
    }

    @discardableResult
    private mutating func takeErrors() -> Bool {
        guard let end = errors, let chunk = Self.read(end) else { return false }
        if chunk.isEmpty {
            errors = nil
            return false
        }
        collectedErrors += chunk.prefix(errorLimit - collectedErrors.count)
        return true
    }

    /// Nil when there is nothing to read right now; empty at the end.
    private static func read(_ end: FileDescriptor) -> [UInt8]? {
        do {
            return try [UInt8](unsafeUninitializedCapacity: 16 << 10) { buffer, count in
                count = try end.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        } catch Errno.resourceTemporarilyUnavailable, Errno.interrupted {
            return nil
        } catch {
            return []
        }
    }
}
