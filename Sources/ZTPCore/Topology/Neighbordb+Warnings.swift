extension Neighbordb {
    /// What is allowed and hardly meant, in file order.
    var warnings: [TopologyWarning] {
        var warnings: [TopologyWarning] = []
        var owners: [ExactText: Pattern] = [:]
        var earlier: [ExactText: String] = [:]
        for pattern in patterns {
            switch pattern.node {
            case .only(let node):
                let key = identifier.comparable(node)
                if let owner = owners[key] {
                    warnings.append(pattern.warning(.duplicateNode(node, earlier: owner.title)))
                } else {
                    owners[key] = pattern
                }
            case .anyNode:
                if let title = pattern.signaturesThatCover.lazy.compactMap({ earlier[$0] }).first {
                    warnings.append(pattern.warning(.unreachable(because: title)))
                } else if !pattern.isBroken {
                    earlier[pattern.signature] = pattern.title
                }
            case .nobody: break
            }
            warnings += pattern.warnings
        }
        return warnings
    }
}

extension Pattern {
    fileprivate func warning(_ reason: TopologyWarning.Reason) -> TopologyWarning {
        TopologyWarning(mark: mark, pattern: title, reason: reason)
    }

    /// What is odd about the pattern by itself.
    fileprivate var warnings: [TopologyWarning] {
        var warnings: [TopologyWarning] = []
        var seen: Set<ExactText> = []
        for match in [model].compactMap(\.self) + constraints.flatMap({ [$0.device, $0.port] }) {
            guard case .regex(let regex) = match, seen.insert(ExactText(regex.source)).inserted else { continue }
            if case .failure(let problem) = regex.compiled {
                warnings.append(warning(.brokenExpression(regex: regex.source, problem.description)))
            }
        }
        for constraint in constraints {
            for case .regex(let regex) in [constraint.device, constraint.port]
            where regex.isOpenEnded && seen.insert(ExactText("$" + regex.source)).inserted {
                warnings.append(warning(.openEnded(regex: regex.source)))
            }
        }
        return warnings + orderWarnings
    }

    /// One for each entry at most: the expanded names of a range say the same.
    private var orderWarnings: [TopologyWarning] {
        // Beyond any pattern made by hand, comparing all with all is not worth the time.
        guard constraints.count <= 512 else { return [] }
        var warned: Set<ExactText> = []
        var warnings: [TopologyWarning] = []
        for (index, later) in constraints.enumerated() {
            for first in constraints[..<index] where first.mayTakeFrom(later) {
                if warned.insert(ExactText(later.peerAsWritten + "\n" + first.asWritten)).inserted {
                    warnings.append(warning(.dependsOnOrder(earlier: first.asWritten, later: later.asWritten)))
                }
                break
            }
        }
        return warnings
    }

    /// Equal for patterns that say the same.
    fileprivate var signature: ExactText { signature(constraints[...], model) }

    /// The signatures of patterns that fit every node which this one fits.
    ///
    /// Proven for those whose constraints this one's begin with, and which ask for the same model or none: an interface
    /// tries the first constraints first, so they are used up exactly as they are there.
    fileprivate var signaturesThatCover: [ExactText] {
        // Prefixes of long ranges are not worth the time.
        let counts = (0...min(constraints.count, 64)) + (constraints.count > 64 ? [constraints.count] : [])
        let models = model == nil ? [nil] : [nil, model]
        return counts.flatMap { count in models.map { signature(constraints.prefix(count), $0) } }
    }

    private func signature(_ constraints: ArraySlice<Constraint>, _ model: Match?) -> ExactText {
        ExactText(constraints.reduce(into: "\(model.map(\.description) ?? "")") { $0 += "\n\($1.signature)" })
    }
}

extension Constraint {
    /// Equal for constraints that say the same.
    fileprivate var signature: String {
        // No word holds white space, so this cannot be read in two ways.
        "\(isNegative ? "not " : "")\(interface ?? "*") \(device) \(port)"
    }

    /// Whether this constraint, which stands earlier, may or may not use up an interface that another one is about,
    /// depending on which comes first.
    ///
    /// Only one for any interface can: an interface of its own always goes to the first constraint that it fulfils. And
    /// when whatever it accepts would do for the other one as well, the order makes no difference.
    fileprivate func mayTakeFrom(_ later: Constraint) -> Bool {
        guard !isNegative, interface == nil, device.mayOverlap(later.device), port.mayOverlap(later.port) else {
            return false
        }
        return later.interface != nil || !(device.isCovered(by: later.device) && port.isCovered(by: later.port))
    }
}

extension Match {
    fileprivate func isSame(as other: Match?) -> Bool {
        guard let other else { return false }
        return switch (self, other) {
        case (.any, .any): true
        case (.exact(let text), .exact(let other)), (.includes(let text), .includes(let other)),
            (.excludes(let text), .excludes(let other)):
            text.isSame(as: other)
        case (.regex(let regex), .regex(let other)): regex.source.isSame(as: other.source)
        case (.any, _), (.exact, _), (.includes, _), (.excludes, _), (.regex, _): false
        }
    }

    /// Whether some name may fulfil both; true in doubt.
    fileprivate func mayOverlap(_ other: Match) -> Bool {
        switch (self, other) {
        case (.exact(let text), _): other.accepts(text) ?? true
        case (_, .exact(let text)): accepts(text) ?? true
        case (.any, _), (.includes, _), (.excludes, _), (.regex, _): true
        }
    }

    /// Whether every name that fulfils this one fulfils the other; false in doubt.
    fileprivate func isCovered(by other: Match) -> Bool {
        if other.isAny || isSame(as: other) { return true }
        if case .exact(let text) = self { return other.accepts(text) ?? false }
        return false
    }

    /// Nil when it cannot be known.
    private func accepts(_ name: String) -> Bool? {
        switch self {
        case .any: return true
        case .exact(let text): return text.isSame(as: name)
        case .includes(let text): return name.includes(text)
        case .excludes(let text): return !name.includes(text)
        case .regex(let regex):
            guard case .success(let compiled) = regex.compiled else { return nil }
            switch RegexRunner(work: .max).run(compiled, on: name) {
            case .matches: return true
            case .differs: return false
            case .exceeds, .failed: return nil
            }
        }
    }
}

extension RegexMatch {
    /// Whether it ends with something that stands for a digit or a group, as an expression does that was meant for the
    /// whole name: `spine\d` also accepts spine12.
    fileprivate var isOpenEnded: Bool {
        guard case .success = compiled else { return false }
        let ends = ["\\d", "\\d+", "\\w", "\\w+", "]", "]+", ")", "}"]
        return ends.contains { source.utf8.reversed().starts(with: $0.utf8.reversed()) }
            || source.utf8.last.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
    }
}
