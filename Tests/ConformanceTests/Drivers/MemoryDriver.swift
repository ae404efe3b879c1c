import HTTPTypes
import Logging
import SystemPackage
import ZTPCore

/// Calls the core directly.
struct MemoryDriver: Driver {
    private let application: Application
    private let maxBody: Int
    private static let silent = Logger(label: "memory") { _ in SwiftLogNoOpLogHandler() }

    init(_ sandbox: Sandbox) throws {
        let loaded = try Configuration.load(explicitPath: sandbox.configurationPath, environment: [:])
        application = try Application(configuration: loaded.configuration, logger: Self.silent)
        maxBody = loaded.configuration.limits.maxBody
    }

    func send(_ message: Message) throws -> Reply {
        guard let method = HTTPRequest.Method(message.method) else { throw TestError("no method: \(message.method)") }
        var fields = HTTPFields()
        for field in message.fields {
            guard let name = HTTPField.Name(field.name) else { throw TestError("no field name: \(field.name)") }
            fields.append(HTTPField(name: name, value: field.value))
        }
        let body = message.body ?? []
        let request = Request(
            method: method, target: message.target, fields: fields, peer: "192.0.2.7", id: "memory",
            body: body.count > maxBody
                ? .tooLarge : body.count < (message.contentLength ?? 0) ? .incomplete : .complete(body),
            logger: Self.silent)
        let (response, file) = application.respondOpeningFile(to: request)
        // What every front end adds.
        var replyFields = response.fields.map { Reply.Field(name: $0.name.rawName, value: $0.value) }
        if let count = response.body.count {
            replyFields.append(.init(name: "Content-Length", value: String(count)))
        }
        return Reply(
            status: response.status.code, fields: replyFields,
            body: method == .head ? [] : try Self.bytes(of: response.body, file))
    }

    func stop() {}

    private static func bytes(of body: Response.Body, _ file: OpenFile?) throws -> [UInt8] {
        switch body {
        case .empty, .unmade: return []
        case .bytes(let bytes): return bytes
        case .file(let slice):
            var bytes: [UInt8] = []
            while let file, bytes.count < slice.length {
                let part = file.read(upTo: Int(slice.length) - bytes.count)
                guard !part.isEmpty else { break }
                bytes += part
            }
            guard bytes.count == slice.length else { throw TestError("the file ends after \(bytes.count) bytes") }
            return bytes
        }
    }
}
