import Testing

/// One row of the conformance table: what stands in data_root, what is sent, what must come back.
///
/// Scenarios use ids and file names of their own, so that they run in any order against one server.
struct Scenario: Sendable {
    var name: String
    var given: [Given]
    var steps: [Step]
    /// Only where our own program reads the request target first.
    var directOnly = false
    /// Web servers that answer these requests by themselves, each for a reason that stands beside the scenario.
    var except: Set<WebServer> = []

    init(
        _ name: String, given: [Given] = [], directOnly: Bool = false, except: Set<WebServer> = [], _ steps: Step...
    ) {
        self.name = name
        self.given = given
        self.directOnly = directOnly
        self.except = except
        self.steps = steps
    }

    init(_ name: String, given: [Given] = [], steps: [Step]) {
        self.name = name
        self.given = given
        self.steps = steps
    }
}

extension Scenario {
    func applies(to installation: Installation) -> Bool {
        switch installation.kind {
        case .memory, .cgi, .fastcgi, .standalone: true
        case .web(let server): !directOnly && !except.contains(server)
        }
    }
}

extension Scenario: CustomTestStringConvertible {
    var testDescription: String { name }
}

/// One step of a scenario.
struct Step: Sendable {
    var action: Action
    var location: SourceLocation

    enum Action: Sendable {
        case exchange(Call, Expectation)
        case edit([Given])
        /// What must stand in data_root now.
        case stored(String, StoredRule)
    }

    enum StoredRule: Sendable {
        case text(String)
        /// One line of JSON, equal but for blanks.
        case jsonLine(String)
        case absent
        /// Modified later than this second since 1970.
        case modifiedAfter(Int)
    }
}

extension Step {
    static func call(_ call: Call, _ expectation: Expectation, at location: SourceLocation = #_sourceLocation) -> Step {
        Step(action: .exchange(call, expectation), location: location)
    }

    static func edit(_ edits: Given..., at location: SourceLocation = #_sourceLocation) -> Step {
        Step(action: .edit(edits), location: location)
    }

    static func stored(_ path: String, _ rule: StoredRule, at location: SourceLocation = #_sourceLocation) -> Step {
        Step(action: .stored(path, rule), location: location)
    }
}
