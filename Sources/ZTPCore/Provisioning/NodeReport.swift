/// What a switch POSTs to /nodes: who it is, whom it sees, and perhaps a configuration to keep.
public struct NodeReport: Sendable, Equatable {
    public var id: NodeID
    public var node: Node
    /// The configuration that the switch brought along; nil when it brought none, empty counts.
    public var config: String?

    /// Reads the body of a POST.
    ///
    /// - Parameter identifier: what names a node.
    public init(parsing body: [UInt8], identifiedBy identifier: Configuration.Identifier) throws(Refusal) {
        try self.init(try Self.document(of: body), identifiedBy: identifier)
    }

    /// The body as a value, whether or not that is a report.
    static func document(of body: [UInt8]) throws(Refusal) -> Document {
        do { return try JSON.parse(body) } catch { throw .notJSON(error) }
    }

    init(_ document: Document, identifiedBy identifier: Configuration.Identifier) throws(Refusal) {
        do { node = try Node(document) } catch { throw .badReport(error) }
        switch document["config"] {
        case nil: config = nil
        case .string(let text): config = text
        case .some(let other): throw .configIsNoText(other.kind)
        }
        switch document[identifier.rawValue] {
        case nil, .null, .string: break
        case .some(let other): throw .identifierIsNoText(identifier, other.kind)
        }
        guard let value = node.identifier(identifier), !value.isEmpty else { throw .identifierMissing(identifier) }
        guard let id = NodeID(rawValue: value) else { throw .identifierIsNoFileName(identifier, value) }
        self.id = id
    }
}

extension Node {
    /// The value that names the node.
    func identifier(_ identifier: Configuration.Identifier) -> String? {
        switch identifier {
        case .serialNumber: serialNumber
        case .systemMAC: systemMAC
        }
    }
}
