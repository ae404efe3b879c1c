import OrderedCollections

extension Node {
    /// Why a document does not describe a node.
    public enum Problem: Error, Sendable, Equatable {
        case notAnObject
        /// What the neighbors are instead of a mapping of interfaces.
        case neighborsAreNoMapping(String)
        case interfaceIsNoList(String)
        case neighborIsNoMapping(interface: String)
        case neighborLacks(interface: String, key: String)
        case neighborIsNoText(interface: String, key: String)
        case tooManyInterfaces(Int)
        case tooManyNeighbors(interface: String, Int)
        case nameTooLong(Int)
    }

    /// What one node may report at most; names come from switches that nobody knows yet.
    enum Limit {
        static let interfaces = 4096
        static let neighbors = 64
        /// Bytes.
        static let name = 1024
    }

    /// Reads what a switch POSTs, which is also what a `.node` file holds.
    public init(_ document: Document) throws(Problem) {
        guard let object = document.mapping else { throw .notAnObject }
        interfaces = try Self.interfaces(object["neighbors"])
        model = try Self.text(object["model"])
        version = try Self.text(object["version"])
        serialNumber = try Self.text(object["serialnumber"])
        systemMAC = try Self.text(object["systemmac"])?.withoutMACSeparators
    }

    /// The line that a `.node` file holds: only what is known, and the neighbors always.
    public var document: Document {
        var pairs: Document.Mapping = [:]
        for (key, value) in identity { pairs[key] = .string(value) }
        var neighbors: Document.Mapping = [:]
        for interface in interfaces {
            neighbors[interface.name] = .array(
                interface.neighbors.map {
                    .mapping(["device": .string($0.device), "port": .string($0.port)])
                })
        }
        pairs["neighbors"] = .mapping(neighbors)
        return .mapping(pairs)
    }

    /// The text of `document`, written without making it: every report is turned into one.
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.reserve(64 + interfaces.count * 80)
        writer.put("{")
        for (key, value) in identity {
            writer.write(text: key)
            writer.put(": ")
            writer.write(text: value)
            writer.put(", ")
        }
        writer.put("\"neighbors\": {")
        for (index, interface) in interfaces.enumerated() {
            if index > 0 { writer.put(", ") }
            writer.write(text: interface.name)
            writer.put(": [")
            for (index, neighbor) in interface.neighbors.enumerated() {
                writer.put(index > 0 ? ", {\"device\": " : "{\"device\": ")
                writer.write(text: neighbor.device)
                writer.put(", \"port\": ")
                writer.write(text: neighbor.port)
                writer.put("}")
            }
            writer.put("]")
        }
        writer.put("}}")
        return writer.bytes
    }

    /// What is known of the node itself, in the order of a `.node` file.
    private var identity: [(key: String, value: String)] {
        [("model", model), ("systemmac", systemMAC), ("serialnumber", serialNumber), ("version", version)]
            .compactMap { key, value in value.flatMap { $0.isEmpty ? nil : (key, $0) } }
    }

    /// A value that is not text is taken as the text of its JSON; 0, false and what is empty say nothing.
    private static func text(_ value: Document?) throws(Problem) -> String? {
        let text: String
        switch value {
        case nil, .null: return nil
        case .string(let string): text = string
        case .some(let other):
            guard other.isTruthy else { return nil }
            text = String(decoding: JSON.encode(other), as: UTF8.self)
        }
        guard text.utf8.count <= Limit.name else { throw .nameTooLong(text.utf8.count) }
        return text
    }

    private static func interfaces(_ value: Document?) throws(Problem) -> [Interface] {
        guard let value else { return [] }
        guard let mapping = value.mapping else { throw .neighborsAreNoMapping(value.kind) }
        guard mapping.count <= Limit.interfaces else { throw .tooManyInterfaces(mapping.count) }
        var interfaces: [Interface] = []
        interfaces.reserveCapacity(mapping.count)
        for (key, list) in mapping {
            let name = key.string
            guard name.utf8.count <= Limit.name else { throw .nameTooLong(name.utf8.count) }
            guard let items = list.array else { throw .interfaceIsNoList(name) }
            guard items.count <= Limit.neighbors else { throw .tooManyNeighbors(interface: name, items.count) }
            var neighbors: [Neighbor] = []
            for item in items {
                guard let entry = item.mapping else { throw .neighborIsNoMapping(interface: name) }
                neighbors.append(
                    Neighbor(
                        device: try part("device", of: entry, on: name), port: try part("port", of: entry, on: name)))
            }
            interfaces.append(Interface(name: name, neighbors: neighbors))
        }
        return interfaces
    }

    private static func part(
        _ key: String, of entry: Document.Mapping, on interface: String
    ) throws(Problem) -> String {
        guard let value = entry[key] else { throw .neighborLacks(interface: interface, key: key) }
        guard let text = value.string else { throw .neighborIsNoText(interface: interface, key: key) }
        guard text.utf8.count <= Limit.name else { throw .nameTooLong(text.utf8.count) }
        return text
    }
}

extension Node.Problem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAnObject: "it is not a JSON object"
        case .neighborsAreNoMapping(let kind): "'neighbors' must map interfaces to lists, it is \(kind)"
        case .interfaceIsNoList(let name): "the neighbors of \(name) are not a list"
        case .neighborIsNoMapping(let interface): "a neighbor of \(interface) is not an object"
        case .neighborLacks(let interface, let key): "a neighbor of \(interface) has no '\(key)'"
        case .neighborIsNoText(let interface, let key): "the '\(key)' of a neighbor of \(interface) is not text"
        case .tooManyInterfaces(let count): "it has \(count) interfaces, at most \(Node.Limit.interfaces) are allowed"
        case .tooManyNeighbors(let interface, let count):
            "\(interface) has \(count) neighbors, at most \(Node.Limit.neighbors) are allowed"
        case .nameTooLong(let count): "a name has \(count) bytes, at most \(Node.Limit.name) are allowed"
        }
    }
}

extension String {
    /// The text without colons and dots. By code points: one with an accent behind it is still one.
    var withoutMACSeparators: String {
        String(String.UnicodeScalarView(unicodeScalars.filter { $0 != ":" && $0 != "." }))
    }
}
