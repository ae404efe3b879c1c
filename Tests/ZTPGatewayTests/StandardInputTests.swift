import Glibc
import Testing

@testable import ZTPGateway

@Suite struct StandardInputTests {
    /// Which descriptors end where the body ends.
    @Test func kinds() throws {
        var pipe: [Int32] = [-1, -1]
        #expect(Glibc.pipe(&pipe) == 0)
        var local: [Int32] = [-1, -1]
        #expect(socketpair(AF_UNIX, streamSocket, 0, &local) == 0)
        let internet = socket(AF_INET, streamSocket, 0)
        let null = open("/dev/null", O_RDONLY)
        let file = open("/etc/passwd", O_RDONLY)
        let folder = open("/", O_RDONLY)
        defer { for descriptor in pipe + local + [internet, null, file, folder] { close(descriptor) } }
        for descriptor in [pipe[0], local[0], null, file] {
            #expect(StandardInput(descriptor: descriptor).endsWithRequest)
        }
        for descriptor in [internet, folder, -1] {
            #expect(!StandardInput(descriptor: descriptor).endsWithRequest)
        }
    }
}
