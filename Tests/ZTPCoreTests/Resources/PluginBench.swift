import Logging
import Synchronization
import SystemPackage
import Testing

@testable import ZTPCore

/// The plugins of a data_root of a test's own, with what they log.
final class PluginBench: Sendable {
    let sandbox: PoolSandbox
    let processes = ChildProcesses()
    private let timeout: Double
    private let lines = Lines()

    /// Log lines, in the order written.
    final class Lines: LogSink {
        let all = Mutex<[String]>([])
        func write(line: String) { all.withLock { $0.append(line) } }
    }

    init(_ pools: KeyValuePairs<String, String> = [:], timeout: Double = 10) throws {
        sandbox = try PoolSandbox(pools)
        self.timeout = timeout
    }

    var log: [String] { lines.all.withLock { $0 } }

    var logger: Logger {
        let configuration = Configuration()
        return LogSettings(configuration: configuration, level: .info).logger(sink: lines)
    }

    var configuration: ZTPCore.Configuration {
        var configuration = Configuration()
        configuration.general.dataRoot = sandbox.path
        configuration.resources.pluginTimeout = timeout
        return configuration
    }

    var external: ExternalPlugins {
        ExternalPlugins(root: sandbox.root, processes: processes, configuration: configuration)
    }

    var plugins: Plugins {
        Plugins(
            pools: sandbox.pools, sqlite: SQLitePools(path: sandbox.absolute("db/resources.db")), external: external)
    }

    /// Writes plugins/NAME with the mode of a program.
    func program(_ name: String, _ text: String, mode: UInt32 = 0o755) throws {
        try sandbox.write("plugins/" + name, text, mode: mode)
    }

    /// What a plugin gives for `call`, or why it gives nothing.
    func value(
        _ call: String, for node: Node = .pluginSample, id: String = "JPE1",
        identifier: ZTPCore.Configuration.Identifier = .serialNumber
    ) -> Outcome {
        do {
            var configuration = configuration
            configuration.general.identifier = identifier
            let external = ExternalPlugins(root: sandbox.root, processes: processes, configuration: configuration)
            let call = try #require(PluginCall(call))
            let id = try #require(NodeID(rawValue: id))
            return .value(try external.value(of: call, for: node, id: id, logger: logger))
        } catch { return .refused("\(error)".replacing(sandbox.path.string, with: "@ROOT@")) }
    }

    /// What all calls of one definition give.
    func values(_ calls: String..., id: String = "JPE1") -> Outcome {
        do {
            let id = try #require(NodeID(rawValue: id))
            let calls = try calls.map { try #require(PluginCall($0)) }
            return .value(.array(try plugins.values(of: calls, for: .pluginSample, id: id, logger: logger)))
        } catch { return .refused("\(error)".replacing(sandbox.path.string, with: "@ROOT@")) }
    }

    enum Outcome: Equatable {
        case value(Document)
        case refused(String)
    }
}

extension Node {
    /// With something in every part.
    static let pluginSample = Node(
        model: "DCS-7050T", systemMAC: "001c73000001", serialNumber: "JPE1", version: "4.32.1F",
        interfaces: [
            Interface(name: "Ethernet2", neighbors: [Neighbor(device: "spine2", port: "Ethernet8")]),
            Interface(
                name: "Ethernet1",
                neighbors: [
                    Neighbor(device: "spine1", port: "Ethernet7"), Neighbor(device: "leaf é", port: "Ethernet1/1"),
                ]),
            Interface(name: "Management1", neighbors: []),
        ])
}
