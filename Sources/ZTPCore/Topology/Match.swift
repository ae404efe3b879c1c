import Glibc

/// What the name of a device, of a port or of a model must be.
enum Match: Sendable {
    case any
    case exact(String)
    case includes(String)
    case excludes(String)
    case regex(RegexMatch)
}

/// A regular expression of a neighbordb. One that does not compile is noticed only when it is held against a name, as
/// it always was: then nothing in the file can be used for that switch.
///
/// A reference, so that the thousands of matches that a request may look at are not copied.
final class RegexMatch: Sendable {
    let source: String
    let compiled: Result<BoundedRegex, PythonRegex.Problem>
    /// Tells the expressions of one neighbordb apart; the same text has the same number.
    let number: Int

    init(_ source: String, number: Int) {
        self.source = source
        self.number = number
        compiled = Result { () throws(PythonRegex.Problem) in try BoundedRegex(source) }
    }
}

/// Compiles each regular expression of a neighbordb once.
struct RegexTable {
    private var names = NameTable()
    private var matches: [RegexMatch] = []

    mutating func regex(_ source: String) -> RegexMatch {
        let number = names.number(of: source)
        if number == matches.count { matches.append(RegexMatch(source, number: number)) }
        return matches[number]
    }
}

extension Match {
    /// A function that neighbordb does not have.
    struct UnknownFunction: Error {
        var name: String
    }

    /// Reads plain text or a function such as `includes('spine')`. `any` is plain text here.
    init(parsing text: String, _ regexes: inout RegexTable) throws(UnknownFunction) {
        guard let call = PluginCall(text) else {
            self = .exact(text)
            return
        }
        switch call.name {
        case "exact": self = .exact(call.argument)
        case "includes": self = .includes(call.argument)
        case "excludes": self = .excludes(call.argument)
        case "regex": self = .regex(regexes.regex(call.argument))
        default: throw UnknownFunction(name: call.name)
        }
    }

    var isAny: Bool { if case .any = self { true } else { false } }

    var isExpression: Bool { if case .regex = self { true } else { false } }

    /// Whether it holds for a name; false for expressions, which are for a `RegexRunner`.
    func holds(for name: String) -> Bool {
        switch self {
        case .any: true
        case .exact(let text): text.isSame(as: name)
        case .includes(let text): name.includes(text)
        case .excludes(let text): !name.includes(text)
        case .regex: false
        }
    }

    /// Whether holding it against a name makes the whole file unusable.
    var isBroken: Bool { problem != nil }

    /// Why it does not compile.
    private var problem: PythonRegex.Problem? {
        if case .regex(let regex) = self, case .failure(let problem) = regex.compiled { problem } else { nil }
    }

    /// Whether there was not enough memory to compile it, which says nothing about it.
    var lacksMemory: Bool { problem?.reason == .noMemory }
}

extension Match: CustomStringConvertible {
    /// As it is written in neighbordb.
    var description: String {
        switch self {
        case .any: "any"
        case .exact(let text): text == "any" || text == "none" || text.isEmpty ? "exact('\(text)')" : text
        case .includes(let text): "includes('\(text)')"
        case .excludes(let text): "excludes('\(text)')"
        case .regex(let regex): "regex('\(regex.source)')"
        }
    }
}

extension String {
    /// Whether another text stands somewhere in this one, compared byte by byte.
    func includes(_ other: String) -> Bool {
        var text = self
        var part = other
        return text.withUTF8 { text in
            part.withUTF8 { part in
                guard let start = text.baseAddress, let other = part.baseAddress, !part.isEmpty else {
                    return part.isEmpty
                }
                // Where a part longer than what is left would begin is not looked at.
                var place = start
                let end = start + (text.count - part.count)
                while place <= end, let found = memchr(place, Int32(other.pointee), end - place + 1) {
                    if memcmp(found, other, part.count) == 0 { return true }
                    place = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) + 1
                }
                return false
            }
        }
    }
}
