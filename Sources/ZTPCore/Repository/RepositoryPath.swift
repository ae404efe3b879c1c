/// A path below data_root. An escape from data_root cannot be represented.
///
/// Symbolic links that the operator made are followed when the path is used; the rules here are about names only.
public struct RepositoryPath: Sendable, Hashable {
    /// At least one; none is empty, `.`, `..`, or holds a slash or NUL.
    public let segments: [String]

    public init?(_ segments: [String]) {
        guard !segments.isEmpty, segments.allSatisfy(Self.isName) else { return nil }
        self.segments = segments
    }

    /// From a text such as `templates/ma1.template`.
    public init?(slashSeparated text: String) {
        self.init(text.split(separator: "/", omittingEmptySubsequences: false).map(String.init))
    }

    private static func isName(_ segment: String) -> Bool {
        !segment.isEmpty && segment != "." && segment != ".." && segment.utf8.count <= 255
            && !segment.utf8.contains(UInt8(ascii: "/")) && !segment.utf8.contains(0)
    }
}

extension RepositoryPath: CustomStringConvertible {
    /// The segments joined by slashes.
    public var description: String { segments.joined(separator: "/") }
}
