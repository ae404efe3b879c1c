import ZTPCore

/// Reads the body of one request under a limit.
///
/// What is over the limit is read away all the same, within reason: a web server that cannot get rid of the body would
/// reset the connection and lose the answer.
struct BodyReader {
    /// Longest body that is kept, in bytes.
    var limit: Int
    /// Whether the stream ends where the body ends. FastCGI's does; CGI's standard input may stay open behind it. A body
    /// of unknown length needs a stream that ends.
    var endsWithBody: Bool
    /// Reads some bytes; returns their number, 0 at the end, less than 0 when the stream is broken.
    var read: (UnsafeMutableRawBufferPointer) -> Int

    /// Most that is read away.
    static let drainLimit = 1 << 30

    private static let chunk = 16 << 10
    /// Small enough to lie on the stack: nearly always there is nothing to read away.
    private static let drainChunk = 1 << 10

    /// - Returns: the body, and whether the stream was read to its end.
    func body(of length: ContentLength) -> (body: Request.Body, drained: Bool) {
        switch length {
        case .invalid:
            return (.incomplete, drain(endsWithBody ? Self.drainLimit : 0).ended)
        case .bytes(let count) where count > limit:
            return (.tooLarge, drain(endsWithBody ? Self.drainLimit : min(count, Self.drainLimit)).ended)
        case .bytes(let count):
            return exactly(count)
        case .unknown:
            return toTheEnd()
        }
    }

    private func exactly(_ count: Int) -> (Request.Body, Bool) {
        var ended = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            while filled < count {
                let got = read(UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]))
                guard got > 0 else {
                    ended = got == 0
                    return
                }
                filled += got
            }
        }
        guard bytes.count == count else { return (.incomplete, ended) }
        guard endsWithBody else { return (.complete(bytes), true) }
        let rest = drain(Self.drainLimit)
        return (rest.count == 0 && rest.ended ? .complete(bytes) : .incomplete, rest.ended)
    }

    private func toTheEnd() -> (Request.Body, Bool) {
        var bytes: [UInt8] = []
        return withUnsafeTemporaryAllocation(byteCount: Self.chunk, alignment: 1) { buffer in
            while true {
                let got = read(buffer)
                guard got > 0 else { return (got == 0 ? .complete(bytes) : .incomplete, got == 0) }
                guard bytes.count + got <= limit else { return (.tooLarge, drain(Self.drainLimit).ended) }
                bytes.append(contentsOf: buffer[..<got])
            }
        }
    }

    /// Reads and forgets up to `most` bytes.
    private func drain(_ most: Int) -> (count: Int, ended: Bool) {
        withUnsafeTemporaryAllocation(byteCount: Self.drainChunk, alignment: 1) { buffer in
            var count = 0
            while count < most {
                let got = read(UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, most - count)]))
                guard got > 0 else { return (count, got == 0) }
                count += got
            }
            return (count, false)
        }
    }
}
