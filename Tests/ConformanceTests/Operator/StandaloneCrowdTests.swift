import Synchronization
import Testing

/// The standalone server with a whole site asking at once.
@Suite struct StandaloneCrowdTests {
    private static let size = 200

    /// 200 new switches report at the same moment, fetch their definition and store their startup-config: no error, and
    /// no address twice.
    @Test func serves200SwitchesAtOnce() throws {
        let port = try Sandbox.freePort()
        let entries = (1...Self.size).map { "10.0.\($0 / 250).\($0 % 250):\n" }.joined()
        let bench = try CommandBench(
            [
                .file("neighbordb", "patterns: [{name: any, definition: d, interfaces: [{Ethernet1: any}]}]\n"),
                .file("definitions/d", "actions: [{action: a, attributes: {v: \"allocate('p')\"}}]\n"),
                .file("resources/p", entries),
            ], port: port)
        let server = try StandaloneDriver(bench.sandbox, port: port)
        defer { server.stop() }
        let outcomes = Mutex<[(statuses: [Int], address: String?)]>([])
        onThreads(Self.size) { number in
            guard let outcome = try? Self.boot("S\(number)", server) else { return }
            outcomes.withLock { $0.append(outcome) }
        }
        let all = outcomes.withLock { $0 }
        #expect(all.count == Self.size)
        #expect(all.allSatisfy { $0.statuses == [201, 200, 200] })
        #expect(Set(all.compactMap(\.address)).count == Self.size)
    }

    private static func boot(_ id: String, _ server: StandaloneDriver) throws -> (statuses: [Int], address: String?) {
        let report = #"{"serialnumber":"\#(id)","neighbors":{"Ethernet1":[{"device":"spine1","port":"Ethernet7"}]}}"#
        let posted = try server.send(Message(method: "POST", target: "/nodes", body: Array(report.utf8)))
        let definition = try server.send(Message(target: "/nodes/\(id)", body: Array("null".utf8)))
        let stored = try server.send(
            Message(method: "PUT", target: "/nodes/\(id)/startup-config", body: Array("hostname \(id)\n".utf8)))
        return ([posted.status, definition.status, stored.status], definition.givenValue)
    }
}
