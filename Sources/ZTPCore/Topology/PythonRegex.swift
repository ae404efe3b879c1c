/// Turns a regular expression written for Python's `re` into one for PCRE2 that matches the same texts.
///
/// The two are nearly the same language. What differs is translated (`\Z`, `{,n}`, `\uXXXX`, `\v`) or refused with a
/// message, never passed on to mean something else.
enum PythonRegex {
    /// Why Python would not take the expression, or why we cannot.
    struct Problem: Error, Sendable, Hashable {
        var reason: String
    }

    static func translate(_ pattern: String) throws(Problem) -> String {
        var translator = Translator(rest: pattern.unicodeScalars[...])
        return try translator.run()
    }

    /// The plain characters that every match starts with.
    static func literalPrefix(of pattern: String) -> [UInt8] {
        // An alternative may begin otherwise, and flags may change what letters mean.
        guard !pattern.utf8.contains(UInt8(ascii: "|")), !pattern.hasPrefix("(?") else { return [] }
        var prefix = Array(
            pattern.utf8.prefix {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"):
                    true
                default: false
                }
            })
        // The last one may be repeated, or be left out.
        if let next = pattern.utf8.dropFirst(prefix.count).first, "?*+{".utf8.contains(next) { _ = prefix.popLast() }
        return prefix
    }

    private struct Translator {
        var rest: Substring.UnicodeScalarView
        var result = ""

        mutating func run() throws(Problem) -> String {
            try translateLeadingFlags()
            while let scalar = rest.popFirst() {
                switch scalar {
                case "\\": try translateEscape(inClass: false)
                case "[": try translateClass()
                case "(": try checkGroup()
                case "{": translateBrace()
                default: result.unicodeScalars.append(scalar)
                }
            }
            return result
        }

        /// `(?i)` and the like count for the whole expression and may stand at its start only.
        private mutating func translateLeadingFlags() throws(Problem) {
            while String(rest).hasPrefix("(?"), let flags = String(rest).prefixMatch(of: /\(\?([a-zA-Z]+)\)/)?.1 {
                for flag in flags where !"imsux".contains(flag) {
                    throw Problem(reason: "the flag (?\(flag)) is not supported")
                }
                let known = flags.filter { $0 != "u" }
                if !known.isEmpty { result += "(?\(known))" }
                rest.removeFirst(flags.count + 3)
            }
        }

        private mutating func translateEscape(inClass: Bool) throws(Problem) {
            guard let scalar = rest.popFirst() else { throw Problem(reason: "it ends with a backslash") }
            switch scalar {
            case "Z" where !inClass: result += "\\z"
            case "v": result += "\\x0b"
            case "x": result += "\\x{\(try hexDigits(2, after: scalar))}"
            case "u": result += "\\x{\(try hexDigits(4, after: scalar))}"
            case "U": result += "\\x{\(try hexDigits(8, after: scalar))}"
            case "A" where !inClass, "B" where !inClass:
                result += "\\\(scalar)"
            case "b", "d", "D", "s", "S", "w", "W", "a", "f", "n", "r", "t":
                result += "\\\(scalar)"
            case "a"..."z", "A"..."Z":
                throw Problem(reason: "\\\(scalar) is unknown")
            default:
                result += "\\\(scalar)"
            }
        }

        private mutating func hexDigits(_ count: Int, after letter: Unicode.Scalar) throws(Problem) -> String {
            let digits = String(rest.prefix(count))
            guard digits.count == count, digits.allSatisfy(\.isHexDigit),
                let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil
            else { throw Problem(reason: "\\\(letter) needs \(count) hex digits of a character") }
            rest.removeFirst(count)
            return digits
        }

        private mutating func translateClass() throws(Problem) {
            result += "["
            if rest.first == "^" { result.unicodeScalars.append(rest.removeFirst()) }
            // A bracket right at the start stands for itself.
            if rest.first == "]" {
                rest.removeFirst()
                result += "\\]"
            }
            while let scalar = rest.popFirst() {
                switch scalar {
                case "]":
                    result += "]"
                    return
                case "\\": try translateEscape(inClass: true)
                // In Python it stands for itself; in PCRE2 it could begin a class of the kind `[:alpha:]`.
                case "[": result += "\\["
                default: result.unicodeScalars.append(scalar)
                }
            }
            throw Problem(reason: "a [ is not closed")
        }

        private mutating func checkGroup() throws(Problem) {
            result += "("
            if rest.first == "*" { throw Problem(reason: "nothing to repeat stands in front of *") }
            guard rest.first == "?" else { return }
            let group = String(rest.dropFirst())
            for start in [":", "=", "!", "<=", "<!", "P<", "P=", "#", "(", ">"] where group.hasPrefix(start) {
                // A comment may hold anything but a closing parenthesis.
                if start == "#" {
                    guard let end = rest.firstIndex(of: ")") else { throw Problem(reason: "a comment is not closed") }
                    result.removeLast()
                    rest = rest[rest.index(after: end)...]
                }
                return
            }
            if group.prefixMatch(of: /[imsx]*(-[imsx]+)?:/) != nil { return }
            if group.prefixMatch(of: /[a-zA-Z]+\)/) != nil {
                throw Problem(reason: "flags such as (?i) must stand at the start")
            }
            throw Problem(reason: "(?\(group.prefix(1)) is unknown")
        }

        /// `{,n}` means "at most n" in Python.
        private mutating func translateBrace() {
            result += "{"
            if String(rest.prefix(12)).prefixMatch(of: /,\d*\}/) != nil { result += "0" }
        }
    }
}
