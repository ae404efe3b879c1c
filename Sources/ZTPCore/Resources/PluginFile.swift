/// What kind of program a file in plugins/ is.
enum PluginKind: Equatable {
    /// It defines `main` with three parameters: the node's id, the pool, the node.
    case pythonModule
    /// It is run with the node's id and the pool as arguments.
    case executable
    case neither

    /// - Parameters:
    ///   - source: the file's content.
    ///   - isExecutable: whether its mode lets it be run.
    init(source: [UInt8], isExecutable: Bool) {
        let first = source.prefix { $0 != UInt8(ascii: "\n") }
        let isElsewhere =
            first.starts(with: "#!".utf8) && !String(decoding: first, as: UTF8.self).contains("python")
        if !isElsewhere, Self.definesMain(source) {
            self = .pythonModule
        } else {
            self = isExecutable ? .executable : .neither
        }
    }

    /// Looks for `def main(a, b, c)` at the start of a line.
    private static func definesMain(_ source: [UInt8]) -> Bool {
        let text = String(decoding: source, as: UTF8.self)
        var rest = text[...]
        while let found = rest.firstRange(of: "def main") {
            let startsLine = found.lowerBound == text.startIndex || text[text.index(before: found.lowerBound)].isNewline
            rest = rest[found.upperBound...]
            let after = rest.drop { $0 == " " || $0 == "\t" }
            if startsLine, after.first == "(", parameterCount(after.dropFirst()) == 3 { return true }
        }
        return false
    }

    /// How many parameters stand up to the closing parenthesis; nil when there is none.
    private static func parameterCount(_ text: Substring) -> Int? {
        var depth = 0
        var count = 0
        var isEmpty = true
        var isComment = false
        for character in text {
            if isComment {
                isComment = !character.isNewline
                continue
            }
            switch character {
            case "#": isComment = true
            case "(", "[", "{": depth += 1
            case ")" where depth == 0: return isEmpty ? count : count + 1
            case ")", "]", "}": depth -= 1
            case "," where depth == 0:
                count += 1
                isEmpty = true
            default: if !character.isWhitespace { isEmpty = false }
            }
        }
        return nil
    }
}
