import HTTPTypes
import Logging
import OrderedCollections
import SystemPackage

/// GET /bootstrap and /bootstrap/config: what a switch asks for first.
struct BootstrapHandler: Sendable {
    let root: DataRoot
    /// Name of the script in data_root/bootstrap, or an absolute path.
    let script: String
    let serverURL: ServerURL

    func script(_ request: Request) -> Response {
        let path = root.bootstrapScript(script)
        let file: StoredFile?
        do { file = try root.read(path) } catch { return request.unreadable(error, .badRequest) }
        guard let file else {
            request.logger.info("there is no bootstrap script \(path)")
            return .bare(.badRequest)
        }
        let body = BootstrapScript.render(file.bytes, serverURL: serverURL.text)
        return Response(status: .ok, fields: [.contentType: MediaType.python], body: .bytes(body))
    }

    /// Nothing when there is no such file, or when it cannot be read.
    private func content(of path: FilePath, _ request: Request) -> [UInt8] {
        do { return try root.read(path)?.bytes ?? [] } catch {
            request.logger.error("\(error)")
            return []
        }
    }

    func config(_ request: Request) -> Response {
        let path = root.folder(.bootstrap).appending("bootstrap.conf")
        let document: Document
        do {
            document = try YAML.parse(content(of: path, request))
        } catch {
            request.logger.info("\(error.description(in: path.string))")
            return .bare(.badRequest)
        }
        // A file that is no mapping says nothing, as it always did.
        if document != .null, document.mapping == nil {
            request.logger.warning("\(path): it must be a mapping, it is \(document.kind)")
        }
        var config: Document.Mapping = ["logging": .array([])]
        if let logging = document["logging"], logging.isTruthy { config["logging"] = logging }
        if let xmpp = document["xmpp"], xmpp.mapping?.isEmpty == false { config["xmpp"] = xmpp }
        return .json(.mapping(config))
    }
}
