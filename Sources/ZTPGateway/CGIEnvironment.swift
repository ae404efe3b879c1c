import Glibc
import ZTPCore

/// The variables that describe one request to a CGI or FastCGI program (RFC 3875, section 4.1).
///
/// Values are bytes: a web server passes on whatever a client sent, UTF-8 or not.
public struct CGIEnvironment: Sendable, Equatable {
    private var values: [ExactText: [UInt8]]

    public init(_ values: [String: String]) {
        self.init(bytes: values.mapValues { Array($0.utf8) })
    }

    /// For values that are no text.
    public init(bytes values: [String: [UInt8]]) {
        self.values = Dictionary(values.map { (ExactText($0.key), $0.value) }) { first, _ in first }
    }

    /// Copies a block as `environ(7)` and libfcgi have it: pointers to `NAME=VALUE`, ended by a null pointer.
    ///
    /// Entries whose name is no text are left out; of two entries with one name the first counts, as with `getenv(3)`.
    public init(copying block: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) {
        values = [:]
        guard var next = block else { return }
        while let entry = next.pointee {
            next += 1
            let bytes = UnsafeBufferPointer(start: entry, count: strlen(entry)).map(UInt8.init(bitPattern:))
            guard let mark = bytes.firstIndex(of: UInt8(ascii: "=")),
                let name = String(validating: bytes[..<mark], as: UTF8.self).map({ ExactText($0) }),
                values[name] == nil
            else { continue }
            values[name] = Array(bytes[(mark + 1)...])
        }
    }

    /// The names of all variables, in no order.
    public var names: some Collection<String> { values.keys.lazy.map(\.string) }

    /// The value of a variable; nil when it is absent or empty, which mean the same (section 4.1).
    public func bytes(_ name: String) -> [UInt8]? {
        values[ExactText(name)].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The value of a variable as text; nil when it is absent, empty or not UTF-8.
    public func text(_ name: String) -> String? {
        bytes(name).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Every variable whose value is text, for the settings that a program takes from its environment.
    public var texts: [String: String] {
        var texts: [String: String] = [:]
        for (name, value) in values { texts[name.string] = String(validating: value, as: UTF8.self) }
        return texts
    }
}
