extension Refusal {
    /// Whether it stays as it is for as long as the node's files do, so that it may be remembered for them.
    ///
    /// What could not be looked at, or took too much work or memory, was not decided: it is tried again.
    var isFinal: Bool {
        switch self {
        case .repository: false
        case .expressionFailed(_, let problem), .patternExpressionFailed(let problem): problem.isFinal
        case .bodyIncomplete, .notJSON, .badReport, .configIsNoText, .identifierMissing, .identifierIsNoText,
            .identifierIsNoFileName, .folderIncomplete, .noNeighbordb, .neighbordbEmpty, .neighbordbUnusable,
            .noPatternFits,
            .definitionMissing, .definitionBroken, .configHandlerMissing, .noPattern, .patternUnusable, .patternDiffers,
            .noReport, .reportBroken, .noDefinition, .documentBroken, .definitionUnusable, .noStartupConfig, .noNode:
            true
        }
    }
}
