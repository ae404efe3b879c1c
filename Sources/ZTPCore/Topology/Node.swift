/// A switch as it describes itself: identity and the neighbors that it sees.
public struct Node: Sendable, Hashable {
    public var model: String?
    /// Without `:` and `.`, letters in the case that the switch sent.
    public var systemMAC: String?
    public var serialNumber: String?
    public var version: String?
    /// In the order in which the switch sent them: matching depends on it.
    public var interfaces: [Interface]

    public init(
        model: String? = nil, systemMAC: String? = nil, serialNumber: String? = nil, version: String? = nil,
        interfaces: [Interface] = []
    ) {
        self.model = model
        self.systemMAC = systemMAC
        self.serialNumber = serialNumber
        self.version = version
        self.interfaces = interfaces
    }

    /// A local port with everything that is heard on it.
    public struct Interface: Sendable, Hashable {
        public var name: String
        public var neighbors: [Neighbor]

        public init(name: String, neighbors: [Neighbor]) {
            self.name = name
            self.neighbors = neighbors
        }
    }

    /// The other end of a cable, as LLDP names it.
    public struct Neighbor: Sendable, Hashable {
        public var device: String
        public var port: String

        public init(device: String, port: String) {
            self.device = device
            self.port = port
        }
    }
}
