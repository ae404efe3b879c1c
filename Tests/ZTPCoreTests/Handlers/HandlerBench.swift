import HTTPTypes
import Logging

@testable import ZTPCore

/// The whole server on a data_root of a test's own.
struct HandlerBench {
    let sandbox: PoolSandbox
    let application: ZTPCore.Application
    private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init(_ pools: KeyValuePairs<String, String> = [:]) throws {
        sandbox = try PoolSandbox(pools)
        var configuration = ZTPCore.Configuration()
        configuration.general.dataRoot = sandbox.path
        application = try ZTPCore.Application(configuration: configuration, logger: Self.silent)
    }

    /// A node with an address from `call` in its definition.
    func addNode(_ id: String, calling call: String) throws {
        try sandbox.makeFolder("nodes/\(id)")
        try sandbox.write("nodes/\(id)/.node", "{\"model\": \"M\", \"neighbors\": {}}")
        try sandbox.write("nodes/\(id)/pattern", "interfaces: []\n")
        try sandbox.write("nodes/\(id)/definition", "actions: [{action: a, attributes: {v: \"\(call)\"}}]\n")
    }

    func respond(_ method: HTTPRequest.Method, _ target: String) -> (response: Response, file: OpenFile?) {
        application.respondOpeningFile(
            to: Request(
                method: method, target: target, fields: [:], peer: nil, id: "test", body: .complete([]),
                logger: Self.silent))
    }
}
