/// The path of a request, split at its raw slashes, each segment percent-decoded once.
///
/// A segment may therefore contain a `/` that was sent as `%2F`; handlers decide what that means.
/// Never contains NUL, nor a `.` or `..` segment. Empty segments stand for doubled and trailing slashes.
public struct RequestPath: Sendable, Equatable {
    public var segments: [String]

    /// Why a path cannot be read. All of these are the client's fault.
    public enum Problem: Error, Sendable, Equatable {
        /// A `%` that is not followed by two hex digits.
        case malformedEscape
        /// Bytes that are not UTF-8.
        case notUTF8
        /// A NUL byte.
        case nul
        /// A segment that is `.` or `..`, in any spelling.
        case dotSegment
    }

    /// Takes segments as they are. For tests and for paths that were checked before.
    public init(segments: [String]) {
        self.segments = segments
    }

    /// Reads a raw request target: origin form (`/a/b?x`), absolute form (`http://host/a/b`), query and fragment dropped.
    public static func decoding(target: String) -> Result<RequestPath, Problem> {
        Result { () throws(Problem) in try RequestPath(percentEncoded: pathPart(of: target)) }
    }

    /// Reads a path whose escapes are still in place.
    public init(percentEncoded path: some StringProtocol) throws(Problem) {
        var segments: [String] = []
        for raw in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            segments.append(try Self.decode(raw))
        }
        try self.init(checking: segments)
    }

    /// Reads a path that a web server has decoded already (CGI's PATH_INFO).
    public init(decoded path: String) throws(Problem) {
        guard !path.utf8.contains(0) else { throw .nul }
        try self.init(checking: path.slashSeparated)
    }

    /// The segments with every decoded `/` separating again, as the paths of /files and /meta want it. There, as in a
    /// file system, doubled slashes between parts count as one.
    public static func separatingAgain(_ segments: some Sequence<String>) throws(Problem) -> [String] {
        var parts: [String] = []
        for segment in segments {
            for part in segment.slashSeparated {
                guard !part.isDotSegment else { throw .dotSegment }
                parts.append(part)
            }
        }
        guard let first = parts.first, let last = parts.last else { return parts }
        // An empty part at either end is a trailing slash, or a path that begins like one from the root.
        return [first] + parts.dropFirst().dropLast().filter { !$0.isEmpty } + (parts.count > 1 ? [last] : [])
    }

    private init(checking segments: [String]) throws(Problem) {
        for segment in segments where segment.isDotSegment { throw .dotSegment }
        self.segments = segments
        // The slash in front of a path makes an empty first segment; more of them are tolerated.
        self.segments.removeFirst(min(segments.prefix { $0.isEmpty }.count, segments.count - 1))
    }

    private static func pathPart(of target: String) -> Substring {
        // By bytes: a mark that combines with a `?` does not make another character of it here.
        let end = target.utf8.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? target.endIndex
        let path = target[..<end]
        guard path.utf8.first != UInt8(ascii: "/"), let scheme = path.utf8.firstRange(of: "://".utf8) else {
            return path
        }
        return path.utf8[scheme.upperBound...].firstIndex(of: UInt8(ascii: "/")).map { path[$0...] } ?? "/"
    }

    /// Whether the path begins with these segments, told by their bytes.
    package func begins(with prefix: some Collection<String>) -> Bool {
        segments.count >= prefix.count && zip(segments, prefix).allSatisfy { $0.isSame(as: $1) }
    }

    private static func decode(_ raw: some Sequence<UInt8>) throws(Problem) -> String {
        var bytes: [UInt8] = []
        var iterator = raw.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = iterator.next()?.hexDigitValue, let low = iterator.next()?.hexDigitValue else {
                throw .malformedEscape
            }
            bytes.append(high << 4 | low)
        }
        guard !bytes.contains(0) else { throw .nul }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }
}

extension String {
    /// Whether file systems take it for this folder or the one above.
    fileprivate var isDotSegment: Bool { isSame(as: ".") || isSame(as: "..") }
}

extension UInt8 {
    /// The value of an ASCII hex digit, or nil.
    var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
