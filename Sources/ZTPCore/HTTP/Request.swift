public import HTTPTypes
public import Logging

/// One HTTP request, as every front end hands it to the core.
///
/// A value: it owns no connection and no descriptor. What could not be read (a malformed path, a body over the limit)
/// is kept as data, so that the core answers and logs it like everything else.
public struct Request: Sendable {
    /// Method, raw target (`head.path`) and header fields, as the client sent them.
    public var head: HTTPRequest
    /// The decoded path, with the mount of the front end already taken off, or why it cannot be read.
    public var path: Result<RequestPath, RequestPath.Problem>
    /// Where the front end mounted the application (CGI's SCRIPT_NAME), empty at the root. Informational.
    public var mount: String
    /// The client's address as text, if the front end knows it.
    public var peer: String?
    /// Names the request in log lines. Unique enough to find one request again within a day.
    public var id: String
    /// The body, or why there is none.
    public var body: Body
    /// Where the lines about this request go. The front end decides; the core adds metadata.
    public var logger: Logger

    /// How many header fields a request may have. The core refuses one with more, so a front end may stop reading them
    /// behind the first one too many.
    public static let mostFields = 1000

    /// A request body after the front end has read it.
    public enum Body: Sendable, Equatable {
        /// The whole body, possibly empty.
        case complete([UInt8])
        /// Longer than `[limits] max_body`; none of it was kept.
        case tooLarge
        /// The client announced more than it sent, or announced nonsense.
        case incomplete
    }

    /// - Parameters:
    ///   - target: the raw request target; when `path` is nil, it is decoded from this one.
    public init(
        method: HTTPRequest.Method,
        target: String,
        path: Result<RequestPath, RequestPath.Problem>? = nil,
        fields: HTTPFields = [:],
        mount: String = "",
        peer: String? = nil,
        id: String = "-",
        body: Body = .complete([]),
        logger: Logger
    ) {
        head = HTTPRequest(method: method, scheme: nil, authority: nil, path: target, headerFields: fields)
        self.path = path ?? RequestPath.decoding(target: target)
        self.mount = mount
        self.peer = peer
        self.id = id
        self.body = body
        self.logger = logger
    }

    /// The method that decides which handler answers: HEAD is answered like GET, and the front end leaves the body out.
    public var routedMethod: HTTPRequest.Method {
        head.method == .head ? .get : head.method
    }
}
