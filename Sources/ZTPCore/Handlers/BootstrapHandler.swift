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
        guard let file = request.reading({ () throws(RepositoryError) in try root.read(path) }) else {
            request.logger.info("there is no bootstrap script \(path)")
            return .bare(.badRequest)
        }
        let body = BootstrapScript.render(file.bytes, serverURL: serverURL.text)
        return Response(status: .ok, fields: [.contentType: MediaType.python], body: .bytes(body))
    }

    func config(_ request: Request) -> Response {
        let path = root.folder(.bootstrap).appending("bootstrap.conf")
        let file = request.reading { () throws(RepositoryError) in try root.read(path) }
        let document: Document
        do {
            document = try YAML.parse(file?.bytes ?? [])
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
