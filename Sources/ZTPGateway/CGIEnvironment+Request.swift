import HTTPTypes
public import Logging
public import ZTPCore

extension CGIEnvironment {
    /// The request that these variables describe. The same for CGI and FastCGI.
    ///
    /// - Parameters:
    ///   - fallbackID: names the request when the web server has no name for it.
    ///   - logger: gets the metadata `request` and `peer`.
    public func request(body: Request.Body, fallbackID: String, logger: Logger) -> Request {
        let id = requestID ?? fallbackID
        let peer = text("REMOTE_ADDR")
        var logger = logger
        logger[metadataKey: "request"] = "\(id)"
        if let peer { logger[metadataKey: "peer"] = "\(peer)" }
        return Request(
            method: method,
            target: String(decoding: bytes("REQUEST_URI") ?? decodedTarget, as: UTF8.self),
            path: path,
            fields: fields,
            mount: mount,
            peer: peer,
            id: id,
            body: body,
            logger: logger)
    }

    /// What the request says about the length of its body.
    public var contentLength: ContentLength { ContentLength(bytes("CONTENT_LENGTH")) }

    /// REQUEST_METHOD. One that is no token becomes a method that no route has.
    var method: HTTPRequest.Method {
        text("REQUEST_METHOD").flatMap(HTTPRequest.Method.init(_:)) ?? HTTPRequest.Method("UNKNOWN") ?? .trace
    }

    /// The header fields: HTTP_NAME, CONTENT_TYPE and CONTENT_LENGTH. Those that HTTP does not allow are left out. When
    /// there are more than the core takes, some are missing, and still it is one too many.
    var fields: HTTPFields {
        var fields = HTTPFields()
        for name in names {
            guard name.utf8.starts(with: "HTTP_".utf8) else { continue }
            let spelling = name.utf8.dropFirst(5).map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }
            guard let field = HTTPField.Name(String(decoding: spelling, as: UTF8.self)), field != .contentType,
                field != .contentLength
            else {
                continue
            }
            append(field, from: name, to: &fields)
            // HTTPFields ends the process at 65,535.
            guard fields.count <= Request.mostFields else { return fields }
        }
        append(.contentType, from: "CONTENT_TYPE", to: &fields)
        append(.contentLength, from: "CONTENT_LENGTH", to: &fields)
        return fields
    }

    /// The name that nginx (`$request_id`) or Apache (mod_unique_id) gave the request, if it is fit for a log line.
    private var requestID: String? {
        for name in ["REQUEST_ID", "UNIQUE_ID"] {
            if let id = text(name), id.utf8.count <= 64, id.utf8.allSatisfy(Self.isSafe) { return id }
        }
        return nil
    }

    /// The path as web servers without REQUEST_URI have it.
    var decodedTarget: [UInt8] {
        let script = bytes("SCRIPT_NAME") ?? []
        return (script == [UInt8(ascii: "/")] ? [] : script) + (bytes("PATH_INFO") ?? [])
    }

    private func append(_ field: HTTPField.Name, from variable: String, to fields: inout HTTPFields) {
        guard let value = bytes(variable), HTTPField.isValidValue(value) else { return }
        fields.append(HTTPField(name: field, value: value))
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "-_.@".utf8.contains(byte)
        }
    }
}
