public import SystemPackage

/// Why a node gets no answer that it could work with. The switch sees a status, the operator one line.
public enum Refusal: Error, Sendable, Equatable {
    // What the switch sent.
    case bodyIncomplete
    case notJSON(JSON.SyntaxError)
    case badReport(Node.Problem)
    case configIsNoText(String)
    case identifierMissing(Configuration.Identifier)
    case identifierIsNoText(Configuration.Identifier, String)
    case identifierIsNoFileName(Configuration.Identifier, String)
    // What the repository holds.
    case folderIncomplete
    case noNeighbordb(FilePath)
    /// The file is there and holds nothing but comments, which says as much as no file.
    case neighbordbEmpty(FilePath)
    case neighbordbUnusable(FilePath, TopologyProblem)
    case expressionFailed(FilePath, ExpressionProblem)
    /// With the pattern that came closest; nil when there is none for this node.
    case noPatternFits(closest: Verdict?)
    case definitionMissing(pattern: String, String)
    case definitionBroken(FilePath, YAMLProblem)
    case configHandlerMissing(pattern: String, RepositoryPath)
    case noPattern
    case patternUnusable(TopologyProblem)
    case patternExpressionFailed(ExpressionProblem)
    case patternDiffers(Mismatch)
    case noReport
    case reportBroken(String)
    case noDefinition
    case documentBroken(NodeFile, String)
    case definitionUnusable(DefinitionProblem)
    case noStartupConfig
    case noNode
    /// Something in data_root cannot be looked at, read or written: the rights are missing, the disk is full.
    case repository(RepositoryError)
}

extension Refusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .bodyIncomplete: "the request's body is incomplete"
        case .notJSON(let error): "the request's body is not JSON: \(error.reason) at byte \(error.offset)"
        case .badReport(let problem): "the node's report is unusable: \(problem)"
        case .configIsNoText(let kind): "the report's 'config' must be text, it is \(kind)"
        case .identifierMissing(let identifier): "the node's report has no \(identifier.rawValue)"
        case .identifierIsNoText(let identifier, let kind):
            "the node's \(identifier.rawValue) must be text, it is \(kind)"
        case .identifierIsNoFileName(let identifier, let value):
            "the node's \(identifier.rawValue) '\(value)' cannot name a folder"
        case .folderIncomplete: "the node's folder has neither a definition nor a startup-config"
        case .noNeighbordb(let path): "the node has no folder, and \(path), which could tell what it is, does not exist"
        case .neighbordbEmpty(let path): "the node has no folder, and \(path), which could tell what it is, is empty"
        case .neighbordbUnusable(let path, let problem): problem.description(in: path)
        case .expressionFailed(let path, let problem): "\(path):\(problem)"
        case .noPatternFits(nil): "the node has no folder, and neighbordb has no pattern for it"
        case .noPatternFits(let closest?): "no pattern fits; the closest is \(closest)"
        case .definitionMissing(let pattern, let name):
            "pattern \(pattern) names the definition '\(name)', which does not exist"
        case .definitionBroken(let path, let problem): problem.description(in: path.string)
        case .configHandlerMissing(let pattern, let name):
            "pattern \(pattern) names the config-handler '\(name)', which does not exist"
        case .noPattern: "the node's folder has no pattern"
        case .patternUnusable(let problem): "the node's pattern is unusable: \(problem)"
        case .patternExpressionFailed(let problem): "the node's pattern is unusable: \(problem)"
        case .patternDiffers(let mismatch): "the node does not fit its pattern: \(mismatch)"
        case .noReport: "the node has never reported itself: its folder has no .node"
        case .reportBroken(let reason): "the node's .node is broken: \(reason)"
        case .noDefinition: "the node's folder has neither a definition nor a startup-config"
        case .documentBroken(let file, let reason): "the node's \(file.rawValue) is broken: \(reason)"
        case .definitionUnusable(let problem): "the node's definition is unusable: \(problem)"
        case .noStartupConfig: "the node has no startup-config"
        case .noNode: "the node has no folder"
        case .repository(let error): "\(error)"
        }
    }
}
