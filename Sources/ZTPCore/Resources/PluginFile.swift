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
        let text = String(
            decoding: source.starts(with: [0xEF, 0xBB, 0xBF]) ? source.dropFirst(3) : source[...], as: UTF8.self)
        var rest = text[...]
        while !rest.isEmpty {
            var scanner = rest
            if scanner.take("def"), scanner.takeBlanks(), scanner.take("main") {
                scanner.takeBlanks()
                if scanner.take("("), parameterCount(scanner) == 3 { return true }
            }
            rest = rest.drop { !$0.isNewline }.dropFirst()
        }
        return false
    }

    /// How many parameters stand up to the closing parenthesis; nil when there is none.
    private static func parameterCount(_ text: Substring) -> Int? {
        var depth = 0
        var count = 0
        var isEmpty = true
        var rest = text
        while let character = rest.popFirst() {
            switch character {
            case "#": rest = rest.drop { !$0.isNewline }
            case "'", "\"":
                while let inside = rest.popFirst(), inside != character { if inside == "\\" { _ = rest.popFirst() } }
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

extension Substring {
    /// Takes a text away from the start, if it is there.
    fileprivate mutating func take(_ text: String) -> Bool {
        guard hasPrefix(text) else { return false }
        removeFirst(text.count)
        return true
    }

    @discardableResult
    fileprivate mutating func takeBlanks() -> Bool {
        let count = prefix { $0 == " " || $0 == "\t" }.count
        removeFirst(count)
        return count > 0
    }
}
