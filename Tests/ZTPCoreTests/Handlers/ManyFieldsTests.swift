import HTTPTypes
import Logging
import Testing

@testable import ZTPCore

/// A request with more header fields than anybody sends.
@Suite struct ManyFieldsTests {
    @Test(arguments: [Request.mostFields, Request.mostFields + 1])
    func isRefusedAndLogged(count: Int) throws {
        let sandbox = try PoolSandbox()
        var configuration = ZTPCore.Configuration()
        configuration.general.dataRoot = sandbox.path
        let lines = CollectedLines()
        let logger = LogSettings(configuration: configuration).logger(sink: lines)
        let application = try Application(configuration: configuration, logger: logger)
        var fields = HTTPFields()
        let name = try #require(HTTPField.Name("X-Word"))
        for _ in 0..<count { fields.append(HTTPField(name: name, value: "1")) }
        let response = application.respond(to: Request(method: .get, target: "/x", fields: fields, logger: logger))
        let isRefused = count > Request.mostFields
        #expect(response.status == (isRefused ? .requestHeaderFieldsTooLarge : .notFound))
        #expect(lines.all.contains { $0.hasSuffix("the request has more than 1000 header fields") } == isRefused)
    }
}
