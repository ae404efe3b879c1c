extension YAMLProblem {
    /// What is said of an escape that is no character, or half of one.
    static let badEscape = "the escape after '\\' is no character"

    /// What libyaml cannot parse, in an operator's words: what was expected, and where that began.
    ///
    /// - Parameters:
    ///   - problem: libyaml's own half sentence.
    ///   - place: where it is.
    ///   - reading: what libyaml was reading then; empty when it does not say.
    ///   - start: where that began.
    init(
        libyaml problem: String, at place: SourceMark, reading: String, since start: SourceMark,
        in text: UnsafeBufferPointer<UInt8>
    ) {
        let start = reading.isEmpty ? place : start
        let since = "line \(start.line), column \(start.column)"
        let quotes = "put the text in quotes"
        var mark = place
        let reason: String
        switch problem {
        case "did not find expected '-' indicator":
            reason = "expected '- ' and the next item of the list that begins in \(since), in the same column"
        case "did not find expected key":
            reason = "expected 'key: value' of the mapping that begins in \(since), in the same column"
        case "did not find expected ',' or ']'":
            reason = "expected ',' or ']': the list that begins in \(since) is not closed"
        case "did not find expected ',' or '}'":
            reason = "expected ',' or '}': the mapping that begins in \(since) is not closed"
        case "did not find expected node content":
            reason = "expected a value here: a bracket or a comma in front of it may be wrong"
        case "did not find expected <document start>":
            reason = "expected the end of the file, or '---': what is above is whole"
        case "could not find expected ':'":
            mark = start
            reason = "expected ':' behind this key"
        case "mapping values are not allowed in this context":
            reason = "a ': ' cannot be here: if it belongs to the value, \(quotes)"
        case "mapping keys are not allowed in this context": reason = "a key cannot begin here"
        case "block sequence entries are not allowed in this context":
            reason = "an item of a list, '- ', cannot begin here: it needs a line of its own"
        case "found character that cannot start any token": reason = Self.unexpected(place, text)
        case "found unexpected end of stream":
            mark = start
            reason = "the quotes that begin here are not closed"
        case "found unexpected document indicator":
            mark = start
            reason = "the quotes that begin here are not closed before '---' or '...'"
        case "found unknown escape character":
            reason = "unknown escape: in double quotes '\\' begins one; in single quotes it is itself"
        case "did not find expected hexdecimal number", "found invalid Unicode character escape code":
            reason = Self.badEscape
        case "found unexpected ':'": reason = "a ':' cannot be here: \(quotes)"
        case "found a tab character that violates indentation",
            "found a tab character where an indentation space is expected":
            reason = "a tab cannot indent: use spaces"
        case "found undefined tag handle": reason = "unknown tag; if it is text, put it in quotes"
        case "found an indentation indicator equal to 0":
            reason = "the number behind '|' or '>' must be from 1 to 9"
        case "did not find expected alphabetic or numeric character":
            mark = start
            reason =
                reading.hasSuffix("anchor")
                ? "a name must follow '&': if it is text, put it in quotes"
                : "a name must follow '*': if it is text, put it in quotes"
        default: reason = Self.general(reading, problem, since)
        }
        self.init(mark: mark, reason: reason)
    }

    /// What libyaml does not take for text.
    ///
    /// - Parameter value: the character; negative when that is not what is wrong.
    init(mark: SourceMark?, unreadable value: Int32) {
        let digits = String(value, radix: 16, uppercase: true)
        let zeros = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
        self.init(
            mark: mark,
            reason: value >= 0 ? "the control character U+\(zeros)\(digits) is not allowed" : "it is too long")
    }

    /// Messages of a kind, by what was being read.
    private static func general(_ reading: String, _ problem: String, _ since: String) -> String {
        if problem.contains("directive") || problem.contains("incompatible YAML") || reading.contains("directive") {
            return "a line that begins with '%' is a directive of YAML, and this one is unknown or wrong"
        }
        if reading.contains("tag") { return "a tag begins with '!', and this one is wrong: put text in quotes" }
        if reading.contains("block scalar") { return "only a number, '+', '-' or a comment may follow '|' or '>'" }
        if reading.contains("anchor") || reading.contains("alias") {
            return "the name of an anchor or alias has only letters, digits, '-' and '_'"
        }
        return reading.isEmpty ? "it is not YAML" : "it is not YAML from \(since) on"
    }

    /// What is where nothing may begin with it.
    private static func unexpected(_ mark: SourceMark, _ text: UnsafeBufferPointer<UInt8>) -> String {
        let line = text.split(separator: UInt8(ascii: "\n"), maxSplits: mark.line, omittingEmptySubsequences: false)
            .dropFirst(mark.line - 1).first
        let scalars = line.map { String(decoding: $0, as: UTF8.self) }?.unicodeScalars
        guard let found = scalars?.dropFirst(mark.column - 1).first else {
            return "a value cannot begin like this: put it in quotes"
        }
        return found == "\t"
            ? "a tab cannot indent: use spaces" : "a value cannot begin with '\(found)': put it in quotes"
    }
}

extension SourceMark {
    /// The first place of a text that is not UTF-8.
    init(firstInvalidIn bytes: ArraySlice<UInt8>) {
        var valid = 0
        var decoder = UTF8()
        var rest = bytes.makeIterator()
        decoding: while true {
            switch decoder.decode(&rest) {
            case .scalarValue(let scalar): valid += UTF8.width(scalar)
            case .emptyInput, .error: break decoding
            }
        }
        let before = String(decoding: bytes.prefix(valid), as: UTF8.self)
        let lines = before.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        self.init(line: lines.count, column: (lines.last?.count ?? 0) + 1)
    }
}
