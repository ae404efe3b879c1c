import Glibc

/// A text that equals another one only when both have the same UTF-8 bytes.
///
/// `String` compares and hashes by canonical equivalence. For what comes from outside, be it a switch's report or a file,
/// that is wrong twice: JSON, YAML and file systems tell `é` from `e` with an accent behind it, and normalising takes
/// time that grows with the square of a run of combining marks, so that one key of 100 KB costs seconds. Whatever from
/// outside is a key, a name or an identifier is therefore one of these where it is hashed or compared.
public struct ExactText: Sendable {
    public let string: String

    public init(_ text: String) {
        string = text
    }

    public init(_ text: Substring) {
        string = String(text)
    }
}

extension ExactText: Hashable {
    public static func == (left: ExactText, right: ExactText) -> Bool {
        left.string.isSame(as: right.string)
    }

    public func hash(into hasher: inout Hasher) {
        string.withUTF8Bytes { hasher.combine(bytes: $0) }
        // Ends the text, so that of several texts hashed in a row none can lend bytes to the next one.
        hasher.combine(0xFF as UInt8)
    }
}

extension ExactText: Comparable {
    /// By bytes, which is the order of code points.
    public static func < (left: ExactText, right: ExactText) -> Bool {
        left.string.utf8.lexicographicallyPrecedes(right.string.utf8)
    }
}

extension ExactText: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) {
        string = value
    }
}

extension ExactText: CustomStringConvertible {
    public var description: String { string }
}

extension String {
    /// Whether another text has the same bytes. Canonical equivalence, which `==` looks for, is not meant, and would
    /// take long on texts that were made for that.
    package func isSame(as other: String) -> Bool {
        let (own, other) = (utf8, other.utf8)
        guard own.count == other.count else { return false }
        let isSame = own.withContiguousStorageIfAvailable { own in
            other.withContiguousStorageIfAvailable { other in
                guard let left = own.baseAddress, let right = other.baseAddress else { return own.isEmpty }
                return memcmp(left, right, own.count) == 0
            }
        }
        return (isSame ?? nil) ?? own.elementsEqual(other)
    }

    /// The text's bytes without a copy, if they lie in a row, as they do in every text that Swift has made itself.
    @inline(__always)
    fileprivate func withUTF8Bytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        utf8.withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) }
            ?? Array(utf8).withUnsafeBytes { body($0) }
    }
}
