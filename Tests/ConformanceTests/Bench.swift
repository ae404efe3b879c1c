import Testing

/// Carries out scenarios against one running installation.
struct Bench {
    var installation: Installation
    var sandbox: Sandbox
    var driver: any Driver

    func run(_ scenario: Scenario) throws {
        for given in scenario.given { try sandbox.dataRoot.apply(given) }
        var previous: Reply?
        for step in scenario.steps {
            switch step.action {
            case .exchange(let call, let expectation):
                // A web server that maps only the prefix has nothing to say to other paths.
                if !call.prefixed && !installation.isDirect { continue }
                let reply = try driver.send(Message(call, mount: installation.mount, previous: previous))
                let check = Check(mount: installation.mount, isDirect: installation.isDirect, method: call.method)
                for problem in try check.problems(of: reply, expecting: expectation, previous: previous) {
                    Issue.record(
                        "\(call.method) \(call.target): \(problem); got \(reply)", sourceLocation: step.location)
                }
                previous = reply
            case .edit(let edits):
                for edit in edits { try sandbox.dataRoot.apply(edit) }
            case .stored(let name, let rule):
                if let problem = problem(of: name, rule) {
                    Issue.record("\(name): \(problem)", sourceLocation: step.location)
                }
            }
        }
    }

    /// What is wrong with a file in data_root, nil when nothing is.
    private func problem(of name: String, _ rule: Step.StoredRule) -> Comment? {
        let path = sandbox.dataRoot.absolute(name)
        let text = try? Files.text(path)
        switch rule {
        case .absent:
            return Files.exists(path) ? "exists" : nil
        case .text(let expected):
            return text == expected ? nil : "holds \(text ?? "nothing") instead of \(expected)"
        case .jsonLine(let expected):
            let lines = text?.split(separator: "\n").count
            return text.map(compactJSON) == compactJSON(expected) && lines == 1
                ? nil : "holds \(text ?? "nothing") instead of \(expected)"
        case .modifiedAfter(let second):
            let modified = try? Files.modified(path)
            return modified.map { $0 > second } == true
                ? nil : "was modified at \(modified.map(String.init) ?? "no time")"
        }
    }
}
