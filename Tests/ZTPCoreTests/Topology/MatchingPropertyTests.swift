import Testing

@testable import ZTPCore

/// The matcher agrees with a naive second one on neighbordbs and nodes drawn at random.
@Suite struct MatchingPropertyTests {
    /// Each seed makes 500 neighbordbs, each with ten nodes.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func agreesWithTheNaiveMatcher(seed: UInt64) throws {
        var random = RandomTopology(seed: seed)
        var matches = 0
        var refusals = 0
        for _ in 0..<500 {
            let naive = random.neighbordb()
            let text = naive.yaml
            let neighbordb = try Neighbordb(parsing: Array(text.utf8), identifier: .serialNumber)
            for _ in 0..<10 {
                let node = random.node()
                let id = try #require(NodeID(rawValue: node.id))
                let context = neighbordb.context(for: id, node.node)
                let found = try neighbordb.firstMatch(id, context)
                let expected = naive.match(node)
                if expected == nil { refusals += 1 } else { matches += 1 }
                #expect(found?.name == expected.map(Document.string), "\(text)\n\(node)")
                // What explains a refusal must agree with what refuses.
                let verdicts = try neighbordb.verdicts(id, context)
                #expect(verdicts.contains { $0.1.mismatch == nil } == (expected != nil), "\(text)\n\(node)")
                if expected == nil, !verdicts.isEmpty {
                    let closest = try #require(try neighbordb.closest(id, context))
                    let most = verdicts.map { $0.1.closeness }.max()
                    #expect(closest.closeness == most, "\(text)\n\(node)")
                }
            }
        }
        // Both kinds have to be frequent, or the comparison says little.
        #expect(matches > 1_000 && refusals > 1_000)
    }

    /// A node's own pattern file says what the pattern said, word for word.
    @Test func patternFilesMeanTheSame() throws {
        var random = RandomTopology(seed: 5)
        for _ in 0..<500 {
            let naive = random.neighbordb()
            let neighbordb = try Neighbordb(parsing: Array(naive.yaml.utf8), identifier: .serialNumber)
            for pattern in neighbordb.patterns where !pattern.isOpen {
                let stored = try Pattern(parsingFile: pattern.file, identifier: .serialNumber)
                for _ in 0..<5 {
                    let node = random.node().node
                    let fits = try pattern.fits(pattern.context(for: node))
                    #expect(try stored.fits(stored.context(for: node)) == fits, "\(naive.yaml)")
                }
            }
        }
    }
}

extension NaiveNode {
    var node: Node {
        Node(
            model: model, serialNumber: id,
            interfaces: interfaces.map { interface in
                .init(
                    name: interface.name,
                    neighbors: interface.neighbors.map { .init(device: $0.device, port: $0.port) })
            })
    }
}

extension NaiveNeighbordb {
    /// As an operator would write it.
    var yaml: String {
        var text =
            "variables: {\(variables.map { "\($0.name): \"\($0.value)\"" }.joined(separator: ", "))}\npatterns:\n"
        for pattern in patterns {
            text += "  - name: \(pattern.name)\n    definition: d\n"
            if let node = pattern.node { text += "    node: \(node)\n" }
            if let model = pattern.model { text += "    model: \(model)\n" }
            if !pattern.variables.isEmpty {
                let pairs = pattern.variables.map { "\($0.name): \"\($0.value)\"" }
                text += "    variables: {\(pairs.joined(separator: ", "))}\n"
            }
            guard let entries = pattern.entries else { continue }
            text += "    interfaces:\(entries.isEmpty ? " []" : "")\n"
            for entry in entries {
                let peer = entry.device + (entry.port.map { ":\($0)" } ?? "")
                text += "      - \(entry.interface.text): \"\(peer)\"\n"
            }
        }
        return text
    }
}
