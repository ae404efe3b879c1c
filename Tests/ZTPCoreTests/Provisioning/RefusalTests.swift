import SystemPackage
import Testing

@testable import ZTPCore

/// The line that the operator reads for each refusal.
@Suite struct RefusalTests {
    private static let mark = SourceMark(line: 3, column: 5)
    private static let closest = Verdict(
        pattern: "leaf", mismatch: .model(expected: "DCS", reported: nil), closeness: 0.5)

    static let sent: [(Refusal, String)] = [
        (.bodyIncomplete, "the request's body is incomplete"),
        (
            .notJSON(JSON.SyntaxError(offset: 7, reason: "':' is missing")),
            "the request's body is no JSON: ':' is missing at byte 7"
        ),
        (.badReport(.notAnObject), "the node's report is unusable: it is no JSON object"),
        (.configIsNoText("null"), "the report's 'config' must be text, it is null"),
        (.identifierMissing(.serialNumber), "the node's report has no serialnumber"),
        (.identifierMissing(.systemMAC), "the node's report has no systemmac"),
        (.identifierIsNoText(.systemMAC, "a number"), "the node's systemmac must be text, it is a number"),
        (.identifierIsNoFileName(.serialNumber, ".."), "the node's serialnumber '..' cannot name a folder"),
    ]

    static let recognised: [(Refusal, String)] = [
        (
            .noNeighbordb("/srv/neighbordb"),
            "the node has no folder, and /srv/neighbordb, which could tell what it is, does not exist"
        ),
        (
            .neighbordbEmpty("/srv/neighbordb"),
            "the node has no folder, and /srv/neighbordb, which could tell what it is, is empty"
        ),
        (
            .neighbordbUnusable("/srv/neighbordb", TopologyProblem(mark: mark, pattern: "'x'", reason: .nodeAndModel)),
            "/srv/neighbordb:3:5: pattern 'x': 'node' and 'model' exclude each other"
        ),
        (
            .neighbordbUnusable(
                "/srv/neighbordb", TopologyProblem(mark: nil, pattern: nil, reason: .unreadable("bad"))),
            "/srv/neighbordb: bad"
        ),
        (
            .expressionBroken(
                "/srv/neighbordb", BrokenExpression(pattern: "'x'", mark: mark, regex: "(", reason: "it never ends")),
            "/srv/neighbordb:3:5: pattern 'x': regex('(') is no regular expression: it never ends"
        ),
        (.noPatternFits(closest: nil), "the node has no folder, and neighbordb has no pattern for it"),
        (
            .noPatternFits(closest: closest),
            "no pattern fits; the closest is pattern 'leaf': the model must match 'DCS', the node reports none"
        ),
        (.definitionMissing(pattern: "'x'", "lab"), "pattern 'x' names the definition 'lab', which does not exist"),
        (
            .definitionBroken("/srv/definitions/lab", YAMLProblem(mark: mark, reason: "bad")),
            "/srv/definitions/lab:3:5: bad"
        ),
    ]

    static let held: [(Refusal, String)] = [
        (.folderIncomplete, "the node's folder has neither a definition nor a startup-config"),
        (.noPattern, "the node's folder has no pattern"),
        (
            .patternUnusable(TopologyProblem(mark: mark, pattern: nil, reason: .nothingToMatch)),
            "the node's pattern is unusable: 3:5: one of 'node', 'model' and 'interfaces' is needed"
        ),
        (
            .patternExpressionBroken(BrokenExpression(pattern: "'x'", mark: mark, regex: "(", reason: "bad")),
            "the node's pattern is unusable: 3:5: pattern 'x': regex('(') is no regular expression: bad"
        ),
        (
            .patternDiffers(.unmet(interface: "Ethernet1", wanted: "spine1:any", seen: .nothing)),
            "the node does not fit its pattern: Ethernet1 must see spine1:any, it sees nothing"
        ),
        (.noReport, "the node has never reported itself: its folder has no .node"),
        (.reportBroken("it is no JSON object"), "the node's .node is broken: it is no JSON object"),
        (.noDefinition, "the node's folder has neither a definition nor a startup-config"),
        (.documentBroken(.attributes, "3:5: bad"), "the node's attributes is broken: 3:5: bad"),
        (.documentBroken(.startupConfig, "bad"), "the node's startup-config is broken: bad"),
        (.definitionUnusable(.noActions), "the node's definition is unusable: it has no actions"),
        (.noStartupConfig, "the node has no startup-config"),
        (.noNode, "the node has no folder"),
        (
            .unreadable(.unreadable("/srv/nodes/A/pattern", .permissionDenied)),
            "/srv/nodes/A/pattern cannot be read: Permission denied"
        ),
        (
            .unwritable(.unwritable("/srv/nodes/A", .noSpace)),
            "/srv/nodes/A cannot be written: No space left on device"
        ),
    ]

    @Test(arguments: RefusalTests.sent + RefusalTests.recognised + RefusalTests.held)
    func line(refusal: Refusal, text: String) {
        #expect(refusal.description == text)
    }

    @Test func configHandlerIsMissing() throws {
        let name = try #require(RepositoryPath(slashSeparated: "lab/reload"))
        #expect(
            Refusal.configHandlerMissing(pattern: "'x'", name).description
                == "pattern 'x' names the config-handler 'lab/reload', which does not exist")
    }
}
