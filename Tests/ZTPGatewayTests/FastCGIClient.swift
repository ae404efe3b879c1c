import CFastCGI
import Glibc

@testable import ZTPGateway

/// The web server's side of a FastCGI connection.
final class FastCGIClient {
    struct Answer: Equatable {
        var output = ""
        var errors = ""
        /// Whether END_REQUEST came.
        var isWhole = false
    }

    private let descriptor: Int32

    init(_ address: ListenAddress) {
        descriptor = socket(AF_UNIX, streamSocket, 0)
        _ = SocketAddress(address).withCAddress { connect(descriptor, $0, $1) }
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    func send(_ parameters: [String: String], body: [UInt8] = [], keep: Bool = false, role: UInt8 = 1) {
        var bytes = record(1, [0, role, keep ? 1 : 0, 0, 0, 0, 0, 0])
        var pairs: [UInt8] = []
        for (name, value) in parameters {
            pairs += [UInt8(name.utf8.count), UInt8(value.utf8.count)] + Array(name.utf8) + Array(value.utf8)
        }
        bytes += record(4, pairs) + record(4, [])
        var rest = body[...]
        while !rest.isEmpty {
            bytes += record(5, Array(rest.prefix(32_000)))
            rest = rest.dropFirst(32_000)
        }
        write(bytes + record(5, []))
    }

    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = Glibc.send(descriptor, Array(rest), rest.count, Int32(MSG_NOSIGNAL))
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    /// Reads up to the end of the request, or of the connection.
    func answer() -> Answer {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var answer = Answer()
        while !answer.isWhole, let head = read(8), let content = read(Int(head[4]) << 8 + Int(head[5])),
            read(Int(head[6])) != nil
        {
            switch head[1] {
            case 3: answer.isWhole = true
            case 6: output += content
            case 7: errors += content
            default: break
            }
        }
        answer.output = String(decoding: output, as: UTF8.self)
        answer.errors = String(decoding: errors, as: UTF8.self)
        return answer
    }

    private func record(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        [1, type, 0, 1, UInt8(content.count >> 8), UInt8(content.count & 255), 0, 0] + content
    }

    private func read(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress! + filled, count - filled, 0) }
            guard got > 0 else { return nil }
            filled += got
        }
        return bytes
    }
}
