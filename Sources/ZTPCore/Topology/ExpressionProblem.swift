import CPCRE2

/// A regular expression that a node has reached and that does not say whether a name matches.
///
/// Then nothing is decided for the node: to pass on to the next pattern would be to guess.
public struct ExpressionProblem: Error, Sendable, Equatable {
    /// The title of the pattern that it is in.
    public var pattern: String
    public var mark: SourceMark
    public var regex: String
    public var reason: Reason

    public enum Reason: Sendable, Equatable {
        /// It does not compile.
        case broken(String)
        /// It takes more work on this name than one expression may.
        case tooMuchWork(on: String)
        /// When it came to this name, all expressions had taken as much work as they may for one node.
        case tooMuchWorkTogether(on: String)
        /// There was no memory, or PCRE2 failed otherwise: an error number.
        case failed(on: String, Int32)
    }

    /// Whether it stays as it is for as long as the files do. What was only not decided may be another time.
    var isFinal: Bool {
        switch reason {
        case .broken: true
        case .tooMuchWork, .tooMuchWorkTogether, .failed: false
        }
    }
}

extension ExpressionProblem: CustomStringConvertible {
    public var description: String { "\(mark.line):\(mark.column): pattern \(pattern): \(sentence)" }

    /// The same without place and pattern.
    var sentence: String {
        switch reason {
        case .broken(let reason): "regex('\(regex)') is not a regular expression: \(reason)"
        case .tooMuchWork(let name):
            "regex('\(regex)') takes more than \(RegexRunner.mostForOne) steps on the name '\(Self.short(name))', "
                + "so it cannot be told whether the pattern fits"
        case .tooMuchWorkTogether(let name):
            "the regular expressions take too many steps on the names that this node reports, so it cannot be told "
                + "whether the pattern fits; the last was regex('\(regex)') on the name '\(Self.short(name))'"
        case .failed(let name, let number):
            "regex('\(regex)') could not be tried on the name '\(Self.short(name))': "
                + (number == PCRE2_ERROR_NOMEMORY ? "there is not enough memory" : "PCRE2 failed (error \(number))")
        }
    }

    /// Names come from switches that nobody knows yet, and a line in the log is for reading.
    private static func short(_ name: String) -> String { name.shortened(to: 64) }
}

extension String {
    /// The beginning, when the text has more code points than these.
    func shortened(to most: Int) -> String {
        guard unicodeScalars.count > most else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(most))) + "…"
    }
}
