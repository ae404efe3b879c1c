/// A path below data_root. An escape from data_root cannot be represented.
///
/// Symbolic links that the operator made are followed when the path is used; the rules here are about names only.
public struct RepositoryPath: Sendable, Hashable {
    /// At least one; none is empty, `.`, `..`, or holds a slash or NUL.
    public var segments: [String] { names.map(\.string) }

    // Compared and hashed by bytes, as the file system does.
    private let names: [ExactText]

    public init?(_ segments: [String]) {
        guard !segments.isEmpty, segments.allSatisfy(Self.isName) else { return nil }
        names = segments.map { ExactText($0) }
    }

    /// From a text such as `templates/ma1.template`.
    public init?(slashSeparated text: String) {
        self.init(text.slashSeparated)
    }

    private static func isName(_ segment: String) -> Bool {
        (1...255).contains(segment.utf8.count) && segment != "." && segment != ".."
            && !segment.utf8.contains(UInt8(ascii: "/")) && !segment.utf8.contains(0)
    }
}

extension RepositoryPath: CustomStringConvertible {
    /// The segments joined by slashes.
    public var description: String { segments.joined(separator: "/") }
}

extension StringProtocol {
    /// The parts between slashes, empty ones included. Told by bytes: to Swift, a slash with an accent behind it is one
    /// character, and to the file system it is a slash.
    package var slashSeparated: [String] {
        utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
