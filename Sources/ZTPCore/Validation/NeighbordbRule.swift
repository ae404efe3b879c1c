import SystemPackage

/// What can be wrong with neighbordb.
struct NeighbordbRule: Sendable {
    private let validator: Validator

    init(_ validator: Validator) {
        self.validator = validator
    }

    /// The findings, and the definitions that are there by the names of the patterns that name them.
    func check() -> (found: [Diagnostic], definitions: [ExactText: FilePath]) {
        let neighbordb: Neighbordb
        do throws(Diagnostic) { neighbordb = try read() } catch { return ([error], [:]) }
        let file = path.string
        var found: [Diagnostic] = []
        var definitions: [ExactText: FilePath] = [:]
        for pattern in neighbordb.patterns {
            let name = pattern.definition ?? ""
            let definition = validator.operatorFiles.definitionPath(name)
            if let reason = validator.absence(of: definition, or: "there is no definition '\(name)'") {
                found.append(Diagnostic(.error, file, pattern.mark, "pattern \(pattern.title): \(reason)"))
            } else if let definition {
                definitions[ExactText(pattern.name.map(PatternReader.text) ?? pattern.title)] = definition
            }
            if let handler = pattern.configHandler,
                let reason = validator.absence(
                    of: validator.operatorFiles.configHandlerPath(handler),
                    or: "there is no config-handler '\(handler)'")
            {
                found.append(Diagnostic(.error, file, pattern.mark, "pattern \(pattern.title): \(reason)"))
            }
        }
        for warning in neighbordb.warnings {
            let isError = if case .brokenExpression = warning.reason { true } else { false }
            found.append(
                Diagnostic(
                    isError ? .error : .warning, file, warning.mark, "pattern \(warning.pattern): \(warning.reason)"))
        }
        found.sort { ($0.mark?.line ?? 0, $0.mark?.column ?? 0) < ($1.mark?.line ?? 0, $1.mark?.column ?? 0) }
        return (found, definitions)
    }

    private var path: FilePath { validator.operatorFiles.neighbordbPath }

    private func read() throws(Diagnostic) -> Neighbordb {
        guard let bytes = try validator.read(path) else {
            throw Diagnostic(.warning, path.string, nil, "there is no neighbordb, so new switches are refused")
        }
        do throws(TopologyProblem) {
            return try Neighbordb(parsing: bytes, identifier: validator.configuration.general.identifier)
        } catch {
            guard error.reason != .empty else {
                throw Diagnostic(.warning, path.string, nil, "neighbordb is empty, so new switches are refused")
            }
            let pattern = error.pattern.map { "pattern \($0): " } ?? ""
            throw Diagnostic(.error, path.string, error.mark, pattern + error.reason.description)
        }
    }
}
