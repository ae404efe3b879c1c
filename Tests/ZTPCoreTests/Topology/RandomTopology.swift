/// Draws neighbordbs and nodes from so few names that they often nearly fit.
struct RandomTopology {
    var source: RandomSource

    private static let devices = ["spine1", "spine2", "spine12", "leaf"]
    private static let ports = ["Ethernet1", "Ethernet2", "et"]
    private static let values = [
        "spine1", "spine2", "any", "none", "includes('pine')", "regex('spine[12]')", "excludes('1')",
    ]
    private static let interfaces: [NaiveEntry.Interface] = [
        .init(text: "Ethernet1", names: ["Ethernet1"]), .init(text: "et2", names: ["Ethernet2"]),
        .init(text: "Ethernet1-2", names: ["Ethernet1", "Ethernet2"]),
        .init(text: "Ethernet1,3", names: ["Ethernet1", "Ethernet3"]), .init(text: "m1", names: ["Management1"]),
        .init(text: "any", names: ["any"]), .init(text: "any", names: ["any"]), .init(text: "none", names: ["none"]),
    ]

    init(seed: UInt64) { source = RandomSource(seed: seed) }

    mutating func neighbordb() -> NaiveNeighbordb {
        var neighbordb = NaiveNeighbordb()
        neighbordb.variables = ["g1", "g2"].map { ($0, source.pick(Self.values)) }
        for number in 1...Int.random(in: 1...4, using: &source) { neighbordb.patterns.append(pattern(number)) }
        return neighbordb
    }

    private mutating func pattern(_ number: Int) -> NaivePattern {
        var pattern = NaivePattern(name: "p\(number)")
        if source.chance(15) { pattern.node = source.pick(["N1", "N2"]) }
        if pattern.node == nil, source.chance(20) { pattern.model = source.pick(["DCS-7", "DCS-70", "7050"]) }
        // A variable of its own may hide a global one.
        if source.chance(30) { pattern.variables = [("g1", source.pick(Self.values))] }
        if (pattern.node == nil && pattern.model == nil) || source.chance(70) {
            pattern.entries = source.list(0...4, Self.entry)
        }
        return pattern
    }

    private static func entry(_ source: inout RandomSource) -> NaiveEntry {
        while true {
            let entry = NaiveEntry(
                interface: source.pick(interfaces), device: device(&source),
                port: source.chance(50) ? nil : port(&source))
            if !isContradiction(entry) { return entry }
        }
    }

    private static func device(_ source: inout RandomSource) -> String {
        switch Int.random(in: 0..<10, using: &source) {
        case 0...3: source.pick(devices)
        case 4, 5: "any"
        case 6: "none"
        case 7: source.pick(["$g1", "$g2"])
        default: source.pick(["exact('spine1')", "includes('pine')", "excludes('leaf')", "regex('spine[12]')"])
        }
    }

    private static func port(_ source: inout RandomSource) -> String {
        switch Int.random(in: 0..<8, using: &source) {
        case 0...2: source.pick(ports)
        case 3, 4: "any"
        case 5: "none"
        case 6: source.pick(["$g1", "$g2"])
        default: source.pick(["includes('net')", "regex('Ethernet')", "excludes('2')"])
        }
    }

    /// The words that neighbordb refuses beside each other.
    private static func isContradiction(_ entry: NaiveEntry) -> Bool {
        let port = entry.port ?? (entry.device == "none" ? "none" : "any")
        return switch (entry.interface.text, entry.device, port) {
        case ("any", "any", "none"), ("any", "none", _), ("none", "any", "any"), ("none", "any", "none"): true
        case ("none", "none", let port): port != "none"
        default: false
        }
    }

    mutating func node() -> NaiveNode {
        var node = NaiveNode()
        node.id = source.pick(["N1", "N2", "N3"])
        node.model = source.pick([nil, "DCS-7050", "DCS-7", "7050"])
        let names = ["Ethernet1", "Ethernet2", "Ethernet3", "Management1", "et1"].shuffled(using: &source)
        node.interfaces = names.prefix(Int.random(in: 0...4, using: &source)).map { name in
            let neighbors = source.list(0...2) { ($0.pick(Self.devices), $0.pick(Self.ports)) }
            return (name: name, neighbors: neighbors.map { (device: $0.0, port: $0.1) })
        }
        return node
    }
}
