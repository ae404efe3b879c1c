/// A call such as `allocate('mgmt_subnet')` in a value of a definition, or a function in a value of neighbordb.
///
/// The grammar is the regular expression that existing files were written against, matched at the start of the text:
/// `(\w+)(?=\(\S+\))\(['|"](.+?)['|"]\)`. So the bar counts as a quote, text after the closing parenthesis is ignored,
/// and `f('a','b')` has the one argument `a','b`.
struct PluginCall: Equatable {
    var name: String
    var argument: String
    /// The whole value, as it is written.
    var text: String
    /// What is behind the call in it, which never counts.
    var dropped: String

    init?(_ text: String) {
        // Most values are no calls, and this is quickly seen.
        guard text.utf8.contains(UInt8(ascii: "(")) else { return nil }
        let scalars = Array(text.unicodeScalars)
        let nameEnd = scalars.firstIndex { !Self.isWord($0) } ?? scalars.count
        guard nameEnd > 0, nameEnd < scalars.count, scalars[nameEnd] == "(" else { return nil }
        let inside = nameEnd + 1
        // A closing parenthesis has to come, after at least one character and before any white space.
        let run = scalars[inside...].prefix { !Self.isBlank($0) }
        guard run.dropFirst().contains(")") else { return nil }
        guard inside < scalars.count, Self.isQuote(scalars[inside]) else { return nil }
        let start = inside + 1
        var end = start + 1
        while end + 1 < scalars.count {
            guard scalars[end - 1] != "\n" else { return nil }
            if Self.isQuote(scalars[end]), scalars[end + 1] == ")" {
                name = Self.text(scalars[..<nameEnd])
                argument = Self.text(scalars[start..<end])
                self.text = text
                dropped = Self.text(scalars[(end + 2)...])
                return
            }
            end += 1
        }
        return nil
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    private static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "'" || scalar == "\"" || scalar == "|"
    }

    /// White space as Python's regular expressions see it.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
