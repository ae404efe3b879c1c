import Testing
import ZTPCore

@testable import ZTPGateway

@Suite struct BodyReaderTests {
    /// Bytes that come in pieces of at most `piece`, and perhaps a broken end.
    final class Source {
        var bytes: [UInt8]
        let piece: Int
        let breaks: Bool

        init(_ count: Int, piece: Int = 3, breaks: Bool = false) {
            bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            self.piece = piece
            self.breaks = breaks
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
            let part = bytes.prefix(min(piece, buffer.count))
            buffer.copyBytes(from: part)
            bytes.removeFirst(part.count)
            return part.isEmpty && breaks ? -1 : part.count
        }
    }

    @Test(
        arguments: [
            // sent, announced, what the core sees, whether the stream ended
            (10, .bytes(10), .complete(Array(0..<10)), true),
            (0, .bytes(0), .complete([]), true),
            (0, .unknown, .complete([]), true),
            (20, .bytes(20), .complete(Array(0..<20)), true),
            (20, .unknown, .complete(Array(0..<20)), true),
            (21, .bytes(21), .tooLarge, true),
            (21, .unknown, .tooLarge, true),
            (9, .bytes(10), .incomplete, true),
            (11, .bytes(10), .incomplete, true),
            (5, .invalid, .incomplete, true),
        ] as [(Int, ContentLength, Request.Body, Bool)])
    func streamThatEnds(sent: Int, length: ContentLength, body: Request.Body, drained: Bool) {
        let source = Source(sent)
        let result = BodyReader(limit: 20, endsWithBody: true, read: source.read(into:)).body(of: length)
        #expect(result.body == body)
        #expect(result.drained == drained)
        #expect(source.bytes.isEmpty)
    }

    @Test(
        arguments: [
            (30, .bytes(10), .complete(Array(0..<10)), 20),
            (30, .bytes(0), .complete([]), 30),
            (30, .bytes(25), .tooLarge, 5),
            (5, .bytes(10), .incomplete, 0),
            (30, .invalid, .incomplete, 30),
        ] as [(Int, ContentLength, Request.Body, Int)])
    func streamThatStaysOpen(sent: Int, length: ContentLength, body: Request.Body, left: Int) {
        let source = Source(sent)
        #expect(BodyReader(limit: 20, endsWithBody: false, read: source.read(into:)).body(of: length).body == body)
        #expect(source.bytes.count == left)
    }

    @Test(arguments: [ContentLength.bytes(10), .unknown])
    func brokenStream(length: ContentLength) {
        let source = Source(5, breaks: true)
        let result = BodyReader(limit: 20, endsWithBody: true, read: source.read(into:)).body(of: length)
        #expect(result.body == .incomplete)
        #expect(!result.drained)
    }
}
