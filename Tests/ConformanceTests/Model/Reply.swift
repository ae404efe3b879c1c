/// What came back: status, header fields in order, body.
struct Reply: Sendable, Equatable {
    var status: Int
    var fields: [Field]
    var body: [UInt8]

    struct Field: Sendable, Equatable {
        var name: String
        var value: String
    }

    /// The first field of a name, in any case.
    subscript(name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text, with what is no UTF-8 replaced.
    var text: String { String(decoding: body, as: UTF8.self) }
}

extension Reply: CustomStringConvertible {
    var description: String {
        let head = fields.map { "\($0.name): \($0.value)" }.joined(separator: "; ")
        let start = String(decoding: body.prefix(600), as: UTF8.self)
        return "\(status) [\(head)] \(body.count) bytes: \(start)"
    }
}
