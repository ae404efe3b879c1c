public import HTTPTypes

/// One HTTP response: a value that owns no open resource.
///
/// Handlers never set Content-Length: the front end derives it from the body. A front end answers HEAD with the same
/// head and leaves the body out.
public struct Response: Sendable, Equatable {
    public var status: HTTPResponse.Status
    public var fields: HTTPFields
    public var body: Body
    /// The node that the exchange was about, as far as it is known. For the log; never sent.
    public var node: String?

    /// What follows the head.
    public enum Body: Sendable, Equatable {
        case empty
        case bytes([UInt8])
        /// Part of a file on disk, sent by the front end in whatever way it does best.
        case file(FileSlice)
        /// What only GET makes, in the answer to a HEAD. Nobody knows its length, so Content-Length is left out, as RFC
        /// 9110 allows (section 9.3.2) and, since a wrong one is not allowed (section 8.6), wants.
        case unmade

        /// Length in bytes, for Content-Length; nil when nobody knows it.
        public var count: Int64? {
            switch self {
            case .unmade: nil
            case .empty: 0
            case .bytes(let bytes): Int64(bytes.count)
            case .file(let slice): slice.length
            }
        }
    }

    public init(status: HTTPResponse.Status, fields: HTTPFields = [:], body: Body = .empty) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}

extension Response {
    /// The response with the node that it is about.
    func about(_ node: String) -> Response {
        var response = self
        response.node = node
        return response
    }

    /// An answer without content. The media type `text/html` is what the switch's client insists on for every answer
    /// that carries nothing, errors included.
    static func bare(_ status: HTTPResponse.Status, fields: HTTPFields = [:]) -> Response {
        var fields = fields
        fields[.contentType] = MediaType.html
        return Response(status: status, fields: fields)
    }

    /// 200 with a document as JSON.
    static func json(_ document: Document) -> Response {
        Response(status: .ok, fields: [.contentType: MediaType.json], body: .bytes(JSON.encode(document)))
    }
}

/// The content types of the protocol. Clients compare the part before `;` exactly.
enum MediaType {
    static let html = "text/html; charset=UTF-8"
    static let json = "application/json"
    static let plain = "text/plain; charset=UTF-8"
    static let python = "text/x-python; charset=UTF-8"
}
