import Glibc
import Testing

@testable import ZTPGateway

@Suite struct ListenAddressTests {
    @Test(
        arguments: [
            ("unix:/run/z.sock", .unix(path: "/run/z.sock", mode: 0o660)),
            ("unix:/run/z.sock,mode=0666", .unix(path: "/run/z.sock", mode: 0o666)),
            ("unix:/run/a,b.sock,mode=600", .unix(path: "/run/a,b.sock", mode: 0o600)),
            ("127.0.0.1:9000", .internet(host: "127.0.0.1", port: 9000)),
            ("[::1]:9000", .internet(host: "::1", port: 9000)),
        ] as [(String, ListenAddress)])
    func read(text: String, address: ListenAddress) {
        #expect(ListenAddress(text) == address)
        #expect(ListenAddress(address.description) != nil)
    }

    @Test(arguments: [
        "", "unix:", "unix:/s,mode=", "unix:/s,mode=9", "unix:/s,mode=1777", "9000", ":9000", "localhost:9000",
        "::1:9000",
        "[::1]", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:", "[127.0.0.1]:80",
        "unix:/" + String(repeating: "a", count: 107),
    ])
    func refused(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test func peers() {
        func peer(_ address: String) -> sockaddr_storage {
            var storage = sockaddr_storage()
            SocketAddress(.internet(host: address, port: 1)).withCAddress { source, length in
                withUnsafeMutableBytes(of: &storage) {
                    $0.copyMemory(from: UnsafeRawBufferPointer(start: source, count: Int(length)))
                }
            }
            return storage
        }
        let list = PeerAddresses("192.0.2.1, 2001:db8::1")
        #expect(list.contains(peer("192.0.2.1")))
        #expect(list.contains(peer("2001:db8::1")))
        #expect(list.contains(peer("::ffff:192.0.2.1")))
        #expect(!list.contains(peer("192.0.2.2")))
        #expect(!list.contains(peer("::1")))
        #expect(PeerAddresses(nil).contains(peer("192.0.2.2")))
        #expect(!PeerAddresses("nonsense").contains(peer("192.0.2.2")))
    }
}
