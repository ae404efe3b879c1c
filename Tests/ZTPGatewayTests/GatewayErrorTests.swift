import Testing
import ZTPGateway

@Suite struct GatewayErrorTests {
    @Test(
        arguments: [
            (
                GatewayError.nowhereToListen, 2,
                "nowhere to listen: give --listen unix:/PATH[,mode=0660], ADDRESS:PORT or [IPV6]:PORT, or let a web server, "
                    + "spawn-fcgi or systemd start this program"
            ),
            (.notListening(descriptor: 3), 1, "descriptor 3 of LISTEN_FDS is no listening socket"),
            (
                .cannotListen(.internet(host: "::1", port: 9000), reason: "Address already in use"), 1,
                "cannot listen on [::1]:9000: Address already in use"
            ),
            (.configuration("z.conf:3: port: …"), 1, "z.conf:3: port: …"),
            (.workers(reason: "Too many open files"), 1, "cannot start the worker threads: Too many open files"),
        ] as [(GatewayError, Int32, String)])
    func wording(error: GatewayError, exitCode: Int32, line: String) {
        #expect(error.description == line)
        #expect(error.exitCode == exitCode)
    }
}
