/// One HTTP request of a scenario, as a client would send it.
struct Call: Sendable {
    var method: String
    /// The raw target below the mount, sent exactly as it is written.
    var target: String
    var fields: [(name: String, value: Value)] = []
    /// Nil: neither a body nor a Content-Length.
    var body: [UInt8]?
    /// Content-Length when it is not the body's.
    var announcedLength: Int?
    /// Sends the body in chunks, without Content-Length.
    var isChunked = false
    /// False: the mount's prefix is left out.
    var prefixed = true

    /// The value of a header field.
    enum Value: Sendable, ExpressibleByStringLiteral {
        case text(String)
        /// What the previous reply of the scenario said in the named field.
        case previous(String)

        init(stringLiteral value: String) { self = .text(value) }
    }
}

extension Call {
    static func get(_ target: String, _ fields: KeyValuePairs<String, Value> = [:]) -> Call {
        Call(method: "GET", target: target, fields: fields.map { ($0.key, $0.value) })
    }

    static func head(_ target: String) -> Call { Call(method: "HEAD", target: target) }

    static func delete(_ target: String) -> Call { Call(method: "DELETE", target: target) }

    static func put(_ target: String, _ body: String, type: String? = nil) -> Call {
        put(target, bytes: Array(body.utf8), type: type)
    }

    static func put(_ target: String, bytes: [UInt8], type: String? = nil) -> Call {
        Call(method: "PUT", target: target, fields: type.map { [("Content-Type", .text($0))] } ?? [], body: bytes)
    }

    static func post(_ target: String, _ body: String) -> Call {
        Call(method: "POST", target: target, body: Array(body.utf8))
    }

    /// The report of a switch, sent to /nodes.
    static func report(_ json: String) -> Call { post("/nodes", json) }

    /// The same request with the body that the switch's client sends along with its GETs.
    var carryingNull: Call {
        var call = self
        call.body = Array("null".utf8)
        return call
    }

    /// The same request with its body in chunks, whose length nobody knows before the end.
    var inChunks: Call {
        var call = self
        call.isChunked = true
        return call
    }

    /// The same request as a front end forwards it that strips the prefix.
    var withoutPrefix: Call {
        var call = self
        call.prefixed = false
        return call
    }
}
