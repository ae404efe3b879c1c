import Yams

/// YAML as the existing installations' files are written: syntax by libyaml, types by the YAML 1.1 rules.
enum YAML {
    typealias SyntaxError = YAMLProblem

    /// Reads one document; nil when the text holds none.
    static func compose(_ bytes: [UInt8]) throws(SyntaxError) -> YAMLNode? {
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SyntaxError(mark: nil, reason: "the file is not UTF-8")
        }
        do { return try compose(text) } catch {
            // JSON writes characters beyond the first 65,536 as two escapes, which this parser does not know.
            guard let joined = joiningSurrogates(text) else { throw error }
            return try compose(joined)
        }
    }

    private static func compose(_ text: String) throws(SyntaxError) -> YAMLNode? {
        var budget = 2_000_000
        do {
            // The resolver without rules: types are told in YAMLScalar, by the rules of YAML 1.1.
            let root = try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
            return try root.map { try YAMLNode($0, budget: &budget) }
        } catch let error as SyntaxError {
            throw error
        } catch let error as YamlError {
            throw SyntaxError(error, text: text)
        } catch {
            throw SyntaxError(mark: nil, reason: "\(error)")
        }
    }

    /// The text with each pair of surrogate escapes written as one escape; nil when there is none.
    private static func joiningSurrogates(_ text: String) -> String? {
        let pair = /\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})/
        guard text.contains(pair) else { return nil }
        return text.replacing(pair) { match in
            guard let high = UInt32(match.1, radix: 16), let low = UInt32(match.2, radix: 16) else { return "" }
            return "\\U" + String(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), radix: 16).leftPadded(to: 8)
        }
    }

    /// Reads one document as a plain value; null when the text holds none.
    static func parse(_ bytes: [UInt8]) throws(SyntaxError) -> Document {
        try compose(bytes)?.document() ?? .null
    }
}

/// Why a text is not usable YAML.
public struct YAMLProblem: Error, Sendable, Equatable {
    /// Where, if it is known.
    public var mark: SourceMark?
    public var reason: String
}

/// A place in a file; lines and columns count from 1. Column 0 stands for the whole line.
public struct SourceMark: Sendable, Hashable {
    public var line: Int
    public var column: Int
}

extension YAMLProblem: CustomStringConvertible {
    /// `line:column: reason`, as far as they are known.
    public var description: String {
        mark.map { "\($0.line):\($0.column): \(reason)" } ?? reason
    }
}

extension YAMLProblem {
    fileprivate init(_ error: YamlError, text: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(mark: SourceMark(line: mark.line, column: mark.column), reason: problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            self.init(
                mark: Self.second(
                    duplicates.first ?? "", in: text,
                    from: SourceMark(line: context.mark.line, column: context.mark.column)),
                reason: "key '\(duplicates.first ?? "")' stands twice in one mapping")
        case .reader(let problem, let offset, _, _):
            let before = offset.map { text.prefix($0) }
            self.init(
                mark: before.map {
                    SourceMark(
                        line: $0.count { $0.isNewline } + 1,
                        column: ($0.split(whereSeparator: \.isNewline).last?.count ?? 0) + 1)
                },
                reason: problem)
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            self.init(mark: nil, reason: "\(error)")
        }
    }

    /// Where a key stands for the second time in a block mapping; the mapping's own place when that is not plain to see.
    private static func second(_ key: String, in text: String, from start: SourceMark) -> SourceMark {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let indent = start.column - 1
        var isSecond = false
        for (index, line) in lines.enumerated().dropFirst(start.line - 1) {
            let rest = index == start.line - 1 ? line.dropFirst(indent) : line.drop { $0 == " " }
            guard index == start.line - 1 || line.count - rest.count == indent else { continue }
            let isKey = ["\(key):", "'\(key)':", "\"\(key)\":"].contains { rest.hasPrefix($0) }
            if isKey, isSecond { return SourceMark(line: index + 1, column: start.column) }
            isSecond = isSecond || isKey
        }
        // In a flow mapping on one line.
        guard let line = lines.dropFirst(start.line - 1).first else { return start }
        let places = line.ranges(of: key + ":").map(\.lowerBound).filter { place in
            place == line.startIndex || " {,'\"".contains(line[line.index(before: place)])
        }
        return places.count > 1
            ? SourceMark(line: start.line, column: line.distance(from: line.startIndex, to: places[1]) + 1) : start
    }
}
