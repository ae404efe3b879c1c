import SystemPackage
import Testing

@testable import ZTPCore

/// The line that the operator reads for each refusal.
@Suite struct RefusalTests {
    private static let mark = SourceMark(line: 3, column: 5)
    private static let closest = Verdict(
        pattern: "leaf", mismatch: .model(expected: "DCS", reported: nil), closeness: 0.5)

    private static func problem(_ reason: ExpressionProblem.Reason) -> ExpressionProblem {
        ExpressionProblem(pattern: "'x'", mark: mark, regex: "(", reason: reason)
    }

    static let sent: [(Refusal, String)] = [
        (.bodyIncomplete, "the request's body is incomplete"),
        (
            .notJSON(JSON.SyntaxError(offset: 7, reason: "':' is missing")),
            "the request's body is not JSON: ':' is missing at byte 7"
        ),
        (.badReport(.notAnObject), "the node's report is unusable: it is not a JSON object"),
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
            "/srv/neighbordb:3:5: pattern 'x': a pattern cannot have both 'node' and 'model'"
        ),
        (
            .neighbordbUnusable(
                "/srv/neighbordb", TopologyProblem(mark: nil, pattern: nil, reason: .unreadable("bad"))),
            "/srv/neighbordb: bad"
        ),
        (
            .expressionFailed("/srv/neighbordb", problem(.broken("it never ends"))),
            "/srv/neighbordb:3:5: pattern 'x': regex('(') is not a regular expression: it never ends"
        ),
        (
            .expressionFailed("/srv/neighbordb", problem(.tooMuchWork(on: "leaf\u{1}"))),
            "/srv/neighbordb:3:5: pattern 'x': regex('(') takes more than 100000 steps on the name 'leaf\u{1}', so it "
                + "cannot be told whether the pattern fits"
        ),
        (
            .expressionFailed("/srv/neighbordb", problem(.tooMuchWorkTogether(on: String(repeating: "a", count: 65)))),
            "/srv/neighbordb:3:5: pattern 'x': the regular expressions take too many steps on the names that this node "
                + "reports, so it cannot be told whether the pattern fits; the last was regex('(') on the name '"
                + String(repeating: "a", count: 64) + "…'"
        ),
        (
            .expressionFailed("/srv/neighbordb", problem(.failed(on: "leaf", -48))),
            "/srv/neighbordb:3:5: pattern 'x': regex('(') could not be tried on the name 'leaf': there is not enough memory"
        ),
        (
            .expressionFailed("/srv/neighbordb", problem(.failed(on: "leaf", -44))),
            "/srv/neighbordb:3:5: pattern 'x': regex('(') could not be tried on the name 'leaf': PCRE2 failed (error -44)"
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
            .patternExpressionFailed(problem(.broken("bad"))),
            "the node's pattern is unusable: 3:5: pattern 'x': regex('(') is not a regular expression: bad"
        ),
        (
            .patternDiffers(.unmet(interface: "Ethernet1", wanted: "spine1:any", seen: .nothing, overlooked: nil)),
            "the node does not fit its pattern: Ethernet1 must see spine1:any, it sees nothing"
        ),
        (.noReport, "the node has never reported itself: its folder has no .node"),
        (.reportBroken("it is not a JSON object"), "the node's .node is broken: it is not a JSON object"),
        (.noDefinition, "the node's folder has neither a definition nor a startup-config"),
        (.documentBroken(.attributes, "3:5: bad"), "the node's attributes is broken: 3:5: bad"),
        (.documentBroken(.startupConfig, "bad"), "the node's startup-config is broken: bad"),
        (.definitionUnusable(.noActions), "the node's definition is unusable: it has no actions"),
        (.noStartupConfig, "the node has no startup-config"),
        (.noNode, "the node has no folder"),
        (
            .repository(.unreadable("/srv/nodes/A/pattern", .permissionDenied)),
            "/srv/nodes/A/pattern cannot be read: Permission denied"
        ),
        (
            .repository(.unwritable("/srv/nodes/A", .noSpace)),
            "/srv/nodes/A cannot be written: No space left on device"
        ),
    ]

    @Test(arguments: RefusalTests.sent + RefusalTests.recognised + RefusalTests.held)
    func line(refusal: Refusal, text: String) {
        #expect(refusal.description == text)
    }

    /// What could not be looked at, or took too much work or memory, is tried again; the rest follows from the files.
    @Test func whatIsRemembered() {
        let undecided: [Refusal] = [
            .repository(.unreadable("/x", .permissionDenied)), .repository(.unwritable("/x", .noSpace)),
            .patternExpressionFailed(Self.problem(.tooMuchWork(on: "a"))),
            .patternExpressionFailed(Self.problem(.tooMuchWorkTogether(on: "a"))),
            .patternExpressionFailed(Self.problem(.failed(on: "a", -48))),
        ]
        #expect(undecided.allSatisfy { !$0.isFinal })
        let decided: [Refusal] = [
            .noReport, .noPattern, .patternDiffers(.model(expected: "X", reported: nil)),
            .patternExpressionFailed(Self.problem(.broken("bad"))),
        ]
        #expect(decided.allSatisfy { $0.isFinal })
    }

    @Test func configHandlerIsMissing() throws {
        let name = try #require(RepositoryPath(slashSeparated: "lab/reload"))
        #expect(
            Refusal.configHandlerMissing(pattern: "'x'", name).description
                == "pattern 'x' names the config-handler 'lab/reload', which does not exist")
    }
}
