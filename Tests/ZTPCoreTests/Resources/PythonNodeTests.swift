import OrderedCollections
import Testing

@testable import ZTPCore

/// The node that Python modules are given.
@Suite struct PythonNodeTests {
    private static func value(
        of body: String, identifier: ZTPCore.Configuration.Identifier = .serialNumber
    ) throws -> PluginBench.Outcome {
        let bench = try PluginBench()
        let lines = body.split(separator: "\n").map { "    \($0)\n" }.joined()
        try bench.program("p", "def main(node_id, pool, node):\n" + lines)
        return bench.value("p('x')", identifier: identifier)
    }

    /// Neighbors are named tuples.
    @Test(arguments: [
        (
            "return ' '.join('%s=%s:%s' % (i, d, p) for i, peers in node.neighbors.items() for d, p in peers)",
            "Ethernet2=spine2:Ethernet8 Ethernet1=spine1:Ethernet7 Ethernet1=leaf é:Ethernet1/1"
        ),
        ("first = node.neighbors['Ethernet2'][0]\nreturn first[0] + ' ' + first[1]", "spine2 Ethernet8"),
        ("first = node.neighbors['Ethernet2'][0]\nreturn first.device + ' ' + first.interface", "spine2 Ethernet8"),
        ("return str(node.neighbors['Ethernet2'][0])", "Neighbor(device='spine2', interface='Ethernet8')"),
        ("return str(node.neighbors['Ethernet2'] == [('spine2', 'Ethernet8')])", "True"),
        ("return ','.join(node.neighbors())", "Ethernet2,Ethernet1,Management1"),
        ("return ','.join(node.neighbors)", "Ethernet2,Ethernet1,Management1"),
        ("return node.neighbors()[0]", "Ethernet2"),
        ("return str(node.neighbors.get('Ethernet9', []))", "[]"),
        ("return str('Ethernet1' in node.neighbors) + str(len(node.neighbors))", "True3"),
        ("return node.identifier()", "JPE1"),
        ("return node.serialize()['neighbors']['Ethernet1'][0]['device']", "spine1"),
    ])
    func text(body: String, text: String) throws {
        #expect(try Self.value(of: body) == .value(.string(text)))
    }

    @Test func identifierFollowsTheConfiguration() throws {
        #expect(
            try Self.value(of: "return node.identifier()", identifier: .systemMAC) == .value(.string("001c73000001")))
    }

    /// As in `.node`: what is known, and the neighbors always.
    @Test func serialized() throws {
        #expect(try Self.value(of: "return node.serialize()") == .value(Node.pluginSample.document))
        let bench = try PluginBench()
        try bench.program("p", "def main(a, b, node):\n    return node.serialize()\n")
        #expect(bench.value("p('x')", for: Node()) == .value(.mapping(["neighbors": .mapping([:])])))
    }
}
