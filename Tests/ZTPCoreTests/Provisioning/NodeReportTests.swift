import Testing

@testable import ZTPCore

/// What a switch POSTs, and why some of it is refused.
@Suite struct NodeReportTests {
    private func read(_ body: String, _ identifier: ZTPCore.Configuration.Identifier = .serialNumber) throws
        -> NodeReport
    {
        try NodeReport(parsing: Array(body.utf8), identifiedBy: identifier)
    }

    @Test func everythingIsRead() throws {
        let report = try read(
            """
            {"serialnumber": "JPE1", "systemmac": "00:1c:73:AA:bb.cc", "model": "DCS", "version": "4.20.1F",
             "unknown": [1], "config": "hostname x\\n",
             "neighbors": {"Ethernet2": [], "Ethernet1": [{"device": "spine1", "port": "Ethernet7", "x": 1}]}}
            """)
        #expect(report.id.rawValue == "JPE1")
        #expect(report.node.serialNumber == "JPE1")
        #expect(report.node.systemMAC == "001c73AAbbcc")
        #expect(report.node.model == "DCS")
        #expect(report.node.version == "4.20.1F")
        #expect(report.config == "hostname x\n")
        #expect(report.node.interfaces.map(\.name) == ["Ethernet2", "Ethernet1"])
        #expect(report.node.interfaces[1].neighbors == [Node.Neighbor(device: "spine1", port: "Ethernet7")])
    }

    static let identifiers: [(String, String, String)] = [
        (#"{"serialnumber": "A"}"#, "serialnumber", "A"),
        (#"{"serialnumber": "A", "systemmac": null}"#, "serialnumber", "A"),
        (#"{"serialnumber": "a:b.c"}"#, "serialnumber", "a:b.c"),
        (#"{"serialnumber": "x", "systemmac": "00:1C:73:aa"}"#, "systemmac", "001C73aa"),
        (#"{"systemmac": "001c.73aa.bbcc"}"#, "systemmac", "001c73aabbcc"),
        (#"{"serialnumber": 5, "systemmac": "zz"}"#, "systemmac", "zz"),
        (#"{"serialnumber": "A", "systemmac": 5, "model": 5, "version": 4.2}"#, "serialnumber", "A"),
        (#"{"serialnumber": "A", "neighbors": {}}"#, "serialnumber", "A"),
    ]

    @Test(arguments: NodeReportTests.identifiers)
    func nodeIsNamed(body: String, option: String, id: String) throws {
        let identifier = try #require(ZTPCore.Configuration.Identifier(rawValue: option))
        let report = try read(body, identifier)
        #expect(report.id.rawValue == id)
        #expect(report.config == nil)
    }

    @Test func emptyConfigCounts() throws {
        #expect(try read(#"{"serialnumber": "A", "config": ""}"#).config == "")
    }

    /// Bodies that are refused, and the line that the operator reads.
    static let refusals: [(String, String)] = [
        ("", "the request's body is not JSON: a value is missing at byte 0"),
        ("{", "the request's body is not JSON: a member name in quotes is missing at byte 1"),
        ("[]", "the node's report is unusable: it is not a JSON object"),
        ("null", "the node's report is unusable: it is not a JSON object"),
        ("\"A\"", "the node's report is unusable: it is not a JSON object"),
        ("{}", "the node's report has no serialnumber"),
        (#"{"serialnumber": null}"#, "the node's report has no serialnumber"),
        (#"{"serialnumber": ""}"#, "the node's report has no serialnumber"),
        (#"{"systemmac": "A"}"#, "the node's report has no serialnumber"),
        (#"{"serialnumber": 5}"#, "the node's serialnumber must be text, it is a number"),
        (#"{"serialnumber": 0}"#, "the node's serialnumber must be text, it is a number"),
        (#"{"serialnumber": true}"#, "the node's serialnumber must be text, it is a boolean"),
        (#"{"serialnumber": ["A"]}"#, "the node's serialnumber must be text, it is a list"),
        (#"{"serialnumber": ".."}"#, "the node's serialnumber '..' cannot name a folder"),
        (#"{"serialnumber": "."}"#, "the node's serialnumber '.' cannot name a folder"),
        (#"{"serialnumber": "a/b"}"#, "the node's serialnumber 'a/b' cannot name a folder"),
        (#"{"serialnumber": "a\\b"}"#, "the node's serialnumber 'a\\b' cannot name a folder"),
        (
            #"{"serialnumber": "A", "neighbors": null}"#,
            neighbors("'neighbors' must map interfaces to lists, it is null")
        ),
        (
            #"{"serialnumber": "A", "neighbors": []}"#,
            neighbors("'neighbors' must map interfaces to lists, it is a list")
        ),
        (#"{"serialnumber": "A", "neighbors": {"e": {}}}"#, neighbors("the neighbors of e are not a list")),
        (#"{"serialnumber": "A", "neighbors": {"e": null}}"#, neighbors("the neighbors of e are not a list")),
        (#"{"serialnumber": "A", "neighbors": {"e": ["d"]}}"#, neighbors("a neighbor of e is not an object")),
        (
            #"{"serialnumber": "A", "neighbors": {"e": [{"port": "p"}]}}"#,
            neighbors("a neighbor of e has no 'device'")
        ),
        (
            #"{"serialnumber": "A", "neighbors": {"e": [{"device": "d", "remote_interface": "p"}]}}"#,
            neighbors("a neighbor of e has no 'port'")
        ),
        (
            #"{"serialnumber": "A", "neighbors": {"e": [{"device": 5, "port": "p"}]}}"#,
            neighbors("the 'device' of a neighbor of e is not text")
        ),
        (
            #"{"serialnumber": "A", "neighbors": {"e": [{"device": "d", "port": null}]}}"#,
            neighbors("the 'port' of a neighbor of e is not text")
        ),
        (#"{"serialnumber": "A", "config": null}"#, "the report's 'config' must be text, it is null"),
        (#"{"serialnumber": "A", "config": {}}"#, "the report's 'config' must be text, it is a mapping"),
    ]

    private static func neighbors(_ reason: String) -> String { "the node's report is unusable: \(reason)" }

    @Test(arguments: NodeReportTests.refusals)
    func isRefused(body: String, line: String) {
        #expect(throws: Refusal.self) { try read(body) }
        do { _ = try read(body) } catch { #expect("\(error)" == line) }
    }

    @Test func longNamesAreRefused() throws {
        let longest = String(repeating: "A", count: 255)
        #expect(try read(#"{"serialnumber": "\#(longest)"}"#).id.rawValue == longest)
        #expect(throws: Refusal.identifierIsNoFileName(.serialNumber, longest + "A")) {
            try read(#"{"serialnumber": "\#(longest)A"}"#)
        }
    }

    @Test func systemMACIsMissing() {
        #expect(throws: Refusal.identifierMissing(.systemMAC)) { try read(#"{"serialnumber": "A"}"#, .systemMAC) }
        #expect(throws: Refusal.identifierMissing(.systemMAC)) { try read(#"{"systemmac": ":.:"}"#, .systemMAC) }
    }

    /// What `.node` holds then.
    @Test(arguments: [
        (#"{"serialnumber": "A"}"#, #"{"serialnumber": "A", "neighbors": {}}"#),
        (
            #"{"neighbors": {"z": [{"port": "p", "device": "é"}], "a": []}, "serialnumber": "A", "version": ""}"#,
            #"{"serialnumber": "A", "neighbors": {"z": [{"device": "\u00e9", "port": "p"}], "a": []}}"#
        ),
        (
            #"{"version": "4.2", "model": "M", "serialnumber": "A", "systemmac": "00:1c", "config": "x"}"#,
            #"{"model": "M", "systemmac": "001c", "serialnumber": "A", "version": "4.2", "neighbors": {}}"#
        ),
    ])
    func reportIsStored(body: String, stored: String) throws {
        let node = try read(body).node
        #expect(String(decoding: node.json, as: UTF8.self) == stored)
        #expect(node.document.json == stored)
        #expect(try Node(Document(json: stored)) == node || body.contains("\"version\": \"\""))
    }
}
