/// Something wrong, or hardly meant, in a file that the server uses.
public struct Diagnostic: Error, Sendable, Equatable {
    public enum Severity: String, Sendable {
        /// The server would refuse, or a switch would fail.
        case error
        case warning
    }

    public var file: String
    /// Where the wrong value or key stands; nil when it is about the file as a whole.
    public var mark: SourceMark?
    public var severity: Severity
    public var message: String
    /// What helps to understand or to fix it, a line of its own; nil when there is nothing more to say.
    public var note: String?

    public init(_ severity: Severity, _ file: String, _ mark: SourceMark? = nil, _ message: String) {
        self.file = file
        self.mark = mark
        self.severity = severity
        self.message = message
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: error: text`.
    public var description: String {
        "\(place): \(severity.rawValue): \(message)"
    }

    /// `file:line:column`, as far as it is known.
    public var place: String {
        guard let mark else { return file }
        return mark.column > 0 ? "\(file):\(mark.line):\(mark.column)" : "\(file):\(mark.line)"
    }
}
