import HTTPTypes
import Logging
import ZTPCore

extension Response {
    private static let chunk: Int64 = 128 << 10

    /// Sends head and body as the answer to `request`.
    ///
    /// - Parameters:
    ///   - file: the open file that the body names.
    ///   - write: sends some bytes; false when nobody takes them any more.
    /// - Returns: false when the answer is cut short.
    func send(_ file: OpenFile?, to request: Request, write: ([UInt8]) -> Bool) -> Bool {
        write(cgiHead) && sendBody(file, to: request, write: write)
    }

    /// The same without the head, which was sent before.
    func sendBody(_ file: OpenFile?, to request: Request, write: ([UInt8]) -> Bool) -> Bool {
        guard sendsBody(to: request.head.method) else { return true }
        switch body {
        case .empty, .unmade:
            return true
        case .bytes(let bytes):
            return write(bytes)
        case .file(let slice):
            var left = slice.length
            while left > 0 {
                guard let bytes = file?.read(upTo: Int(min(left, Self.chunk))), !bytes.isEmpty else {
                    request.logger.error("file became shorter while it was sent", metadata: ["file": "\(slice.path)"])
                    return false
                }
                guard write(bytes) else { return false }
                left -= Int64(bytes.count)
            }
            return true
        }
    }
}
