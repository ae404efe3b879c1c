/// What must come back.
struct Expectation: Sendable {
    var status: Status
    /// The whole Content-Type. Every answer of ours has one, except 304.
    var type: String?
    var fields: [(name: String, rule: FieldRule)] = []
    var body: BodyRule = .empty

    enum Status: Sendable {
        case exactly(Int)
        case oneOf(Set<Int>)
        /// This one from our own programs; any 4xx where a web server in front may refuse by itself. Then nothing else
        /// of the expectation counts.
        case refusal(Int)
    }

    enum FieldRule: Sendable {
        case equals(String)
        /// A list of tokens in any order.
        case tokens(Set<String>)
        case absent
        /// An absolute URL below server_url.
        case url(String)
        /// A strong entity tag.
        case strongTag
        /// The same as in the previous reply.
        case unchanged
        /// Other than in the previous reply.
        case changed
    }

    enum BodyRule: Sendable {
        case empty
        case any
        case bytes([UInt8])
        case text(String)
        /// Equal but for blanks outside texts: key order, escapes and number spellings count. `@URL@` stands for
        /// server_url without a slash at its end.
        case json(String)
        /// A text in which `@SERVER@` stands for server_url as configured.
        case substituted(String)
        /// `{"size": …, "sha1": …}` of these bytes.
        case meta([UInt8])
        /// As long as the previous body, for HEAD: the length is announced, nothing is sent.
        case announced(Int)
    }
}

extension Expectation {
    static let html = "text/html; charset=UTF-8"
    static let plain = "text/plain; charset=UTF-8"
    static let python = "text/x-python; charset=UTF-8"
    static let json = "application/json"

    /// An answer without content, as every error is.
    static func bare(_ status: Int, _ fields: KeyValuePairs<String, FieldRule> = [:]) -> Expectation {
        var all = fields.map { ($0.key, $0.value) }
        if status != 201, status != 409 { all.append(("Location", .absent)) }
        return Expectation(status: .exactly(status), type: html, fields: all, body: .empty)
    }

    /// See `Status.refusal`.
    static func refused(_ status: Int) -> Expectation {
        Expectation(status: .refusal(status), type: html, fields: [("Location", .absent)], body: .empty)
    }

    /// 201 or 409 with the node's URL.
    static func located(_ status: Int, _ path: String) -> Expectation {
        bare(status, ["Location": .url(path)])
    }

    static func json(_ text: String) -> Expectation {
        Expectation(status: .exactly(200), type: json, body: .json(text))
    }

    static func meta(_ bytes: [UInt8]) -> Expectation {
        Expectation(status: .exactly(200), type: json, body: .meta(bytes))
    }

    static func python(_ body: BodyRule) -> Expectation {
        Expectation(status: .exactly(200), type: python, body: body)
    }

    /// A file or startup-config, which is never compressed.
    static func plain(
        _ bytes: [UInt8], status: Int = 200, _ fields: KeyValuePairs<String, FieldRule> = [:]
    ) -> Expectation {
        let all =
            fields.map { ($0.key, $0.value) } + [
                ("Content-Encoding", .absent), ("Content-Length", .equals(String(bytes.count))),
            ]
        return Expectation(status: .exactly(status), type: plain, fields: all, body: .bytes(bytes))
    }

    static func plain(
        _ text: String, status: Int = 200, _ fields: KeyValuePairs<String, FieldRule> = [:]
    ) -> Expectation {
        plain(Array(text.utf8), status: status, fields)
    }

    /// Any 4xx, whoever answers.
    static let anyRefusal = Expectation(status: .oneOf(Set(400..<500)), body: .any)

    static let notModified = Expectation(status: .exactly(304), body: .empty)
}
