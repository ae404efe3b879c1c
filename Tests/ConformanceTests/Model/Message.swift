/// A request with nothing left to look up: what a driver sends.
struct Message: Sendable {
    var method: String
    /// Raw request target.
    var target: String
    /// Where the front end mounts the application, as the start of `target`; empty at the root.
    var mount: String
    var fields: [(name: String, value: String)]
    var body: [UInt8]?
    /// Content-Length, when there is a body whose length is told.
    var contentLength: Int?
    /// Whether the body goes in chunks.
    var isChunked: Bool

    init(_ call: Call, mount: Mount, previous: Reply?) {
        method = call.method
        self.mount = call.prefixed ? mount.requestPrefix : ""
        target = self.mount + call.target
        fields = call.fields.map { field in
            switch field.value {
            case .text(let text): (field.name, text)
            case .previous(let name): (field.name, previous?[name] ?? "")
            }
        }
        body = call.body
        isChunked = call.isChunked
        contentLength = isChunked ? nil : call.announcedLength ?? call.body?.count
    }

    init(
        method: String = "GET", target: String, fields: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        isChunked: Bool = false
    ) {
        self.method = method
        self.target = target
        mount = ""
        self.fields = fields
        self.body = body
        self.isChunked = isChunked
        contentLength = isChunked ? nil : body?.count
    }
}
