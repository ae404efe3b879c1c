/// Turns a regular expression written for Python's `re` into one for PCRE2 that matches the same texts.
///
/// The two are nearly the same language. What differs is translated (`\Z`, `{,n}`, `\uXXXX`, `\v`) or refused with a
/// message, never passed on to mean something else.
enum PythonRegex {
    /// An expression as PCRE2 takes it.
    struct Translation {
        /// UTF-8.
        var pattern: [UInt8] = []
        /// Whether one step of the matcher may look at the whole name, because what it looks at is not tried again bit by
        /// bit: lookarounds, references to groups, atomic groups, possessive and long counted repeats.
        var hasLongSteps = false
        /// Where each byte of the pattern comes from: the place in the expression, from 1.
        fileprivate var origins: [Int] = []

        /// Where groups begin that have not ended.
        fileprivate var openGroups: [Int] = []

        /// The place in the expression that a problem is about, from 1; nil when it is about the whole.
        ///
        /// - Parameter offset: where PCRE2 met it in the pattern.
        func place(of reason: Problem.Reason, _ offset: Int) -> Int? {
            switch reason {
            case .groupNotClosed: openGroups.last
            case .tooComplicated, .noMemory: nil
            // PCRE2 notices it behind the name's end.
            case .groupNameTwice: offset > 1 && offset <= origins.count ? origins[offset - 2] : origins.last
            case .flagUnsupported, .flagsNotAtStart, .endsWithBackslash, .unknownEscape, .badHexDigits, .classNotClosed,
                .groupNotOpened, .groupNameNotClosed, .commentNotClosed, .unknownGroup, .badGroupName,
                .noSuchGroup, .tooManyBranches, .nothingToRepeat, .repeatOutOfOrder, .repeatTooLarge, .rangeOutOfOrder,
                .rangeOfClasses, .lookbehindOfAnyLength, .other:
                offset < origins.count ? origins[offset] : origins.last
            }
        }
    }

    static func translate(_ expression: String) throws(Problem) -> Translation {
        var translator = Translator(expression)
        try translator.run()
        return translator.result
    }

    /// The plain characters that every match starts with.
    static func literalPrefix(of pattern: String) -> [UInt8] {
        // An alternative may begin otherwise, and flags may change what letters mean.
        guard !pattern.utf8.contains(UInt8(ascii: "|")), !pattern.utf8.starts(with: "(?".utf8) else { return [] }
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
}

extension PythonRegex {
    /// Walks by code points: an accent behind a parenthesis does not hide it.
    private struct Translator {
        let scalars: [Unicode.Scalar]
        /// The next one.
        var place = 0
        var result = Translation()

        init(_ expression: String) { scalars = Array(expression.unicodeScalars) }

        private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

        private var rest: ArraySlice<Unicode.Scalar> { scalars[place...] }

        /// Takes the next code point.
        private mutating func pop() -> Unicode.Scalar? {
            guard let scalar = next else { return nil }
            place += 1
            return scalar
        }

        /// Adds to the pattern what stands for the code point that was taken last.
        private mutating func put(_ text: String) {
            result.pattern += text.utf8
            while result.origins.count < result.pattern.count { result.origins.append(place) }
        }

        private mutating func put(_ scalar: Unicode.Scalar) { put(String(Character(scalar))) }

        private func rest(startsWith text: String) -> Bool { rest.starts(with: text.unicodeScalars) }

        /// - Parameter start: the place of what is wrong, from 0.
        private func problem(_ reason: Problem.Reason, at start: Int) -> Problem {
            Problem(reason: reason, place: start + 1)
        }

        mutating func run() throws(Problem) {
            try translateLeadingFlags()
            while let scalar = pop() {
                switch scalar {
                case "\\": try translateEscape(inClass: false)
                case "[": try translateClass()
                case "(": try checkGroup()
                case ")":
                    _ = result.openGroups.popLast()
                    put(scalar)
                case "{": translateBrace()
                case "*", "+", "?", "}":
                    put(scalar)
                    if next == "+" { result.hasLongSteps = true }
                default: put(scalar)
                }
            }
        }

        /// `(?i)` and the like count for the whole expression and may stand at its start only.
        private mutating func translateLeadingFlags() throws(Problem) {
            while let flags = flagsOnly() {
                for (index, flag) in flags.enumerated() where !"imsux".unicodeScalars.contains(flag) {
                    throw problem(.flagUnsupported(flag), at: place + 2 + index)
                }
                place += flags.count + 3
                let known = String(String.UnicodeScalarView(flags.filter { $0 != "u" }))
                if !known.isEmpty { put("(?\(known))") }
            }
        }

        /// The letters of `(?letters)`, if that comes next.
        private func flagsOnly() -> ArraySlice<Unicode.Scalar>? {
            guard rest(startsWith: "(?") else { return nil }
            let flags = rest.dropFirst(2).prefix(while: \.isASCIILetter)
            guard !flags.isEmpty, scalars[flags.endIndex...].first == ")" else { return nil }
            return flags
        }

        private mutating func translateEscape(inClass: Bool) throws(Problem) {
            let start = place - 1
            guard let scalar = pop() else { throw problem(.endsWithBackslash, at: start) }
            switch scalar {
            case "Z" where !inClass: put("\\z")
            case "v": put("\\x0b")
            case "x": put("\\x{\(try hexDigits(2, after: scalar))}")
            case "u": put("\\x{\(try hexDigits(4, after: scalar))}")
            case "U": put("\\x{\(try hexDigits(8, after: scalar))}")
            case "A" where !inClass, "B" where !inClass: put("\\\(scalar)")
            case "b", "d", "D", "s", "S", "w", "W", "a", "f", "n", "r", "t": put("\\\(scalar)")
            case "a"..."z", "A"..."Z": throw problem(.unknownEscape(scalar), at: start)
            case "0"..."9":
                result.hasLongSteps = true
                put("\\\(scalar)")
            default: put("\\\(scalar)")
            }
        }

        private mutating func hexDigits(_ count: Int, after letter: Unicode.Scalar) throws(Problem) -> String {
            let digits = String(String.UnicodeScalarView(rest.prefix(count)))
            guard digits.utf8.count == count, digits.utf8.allSatisfy(\.isHexDigit),
                let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil
            else { throw problem(.badHexDigits(after: letter, count), at: place - 2) }
            place += count
            return digits
        }

        private mutating func translateClass() throws(Problem) {
            let start = place - 1
            put("[")
            if next == "^" {
                place += 1
                put("^")
            }
            // A bracket right at the start stands for itself.
            if next == "]" {
                place += 1
                put("\\]")
            }
            while let scalar = pop() {
                switch scalar {
                case "]":
                    put("]")
                    return
                case "\\": try translateEscape(inClass: true)
                // In Python it stands for itself; in PCRE2 it could begin a class of the kind `[:alpha:]`.
                case "[": put("\\[")
                default: put(scalar)
                }
            }
            throw problem(.classNotClosed, at: start)
        }

        private mutating func checkGroup() throws(Problem) {
            let start = place - 1
            if next == "*" { throw problem(.nothingToRepeat, at: place) }
            guard next == "?" else { return open() }
            if rest(startsWith: "?#") {
                // A comment may hold anything but a closing parenthesis.
                guard let end = rest.firstIndex(of: ")") else { throw problem(.commentNotClosed, at: start) }
                place = end + 1
                return
            }
            let looksAhead = ["?=", "?!", "?<=", "?<!", "?P=", "?(", "?>"]
            if looksAhead.contains(where: { rest(startsWith: $0) }) {
                result.hasLongSteps = true
            } else if !["?:", "?P<"].contains(where: { rest(startsWith: $0) }), !isGroupWithFlags {
                place = start
                if flagsOnly() != nil { throw problem(.flagsNotAtStart, at: start) }
                throw problem(.unknownGroup(String(String.UnicodeScalarView(rest.prefix(3)))), at: start)
            }
            open()
        }

        private mutating func open() {
            result.openGroups.append(place)
            put("(")
        }

        /// `(?i:` or `(?i-m:`, behind the parenthesis.
        private var isGroupWithFlags: Bool {
            let isFlag = { (scalar: Unicode.Scalar) in "imsx".unicodeScalars.contains(scalar) }
            var tail = rest.dropFirst().drop(while: isFlag)
            if tail.first == "-" {
                tail = tail.dropFirst()
                guard let flag = tail.first, isFlag(flag) else { return false }
                tail = tail.drop(while: isFlag)
            }
            return tail.first == ":"
        }

        /// `{,n}` means "at most n" in Python.
        private mutating func translateBrace() {
            put("{")
            let digits = rest.prefix(while: \.isASCIIDigit)
            if digits.isEmpty, next == "," {
                let most = rest.dropFirst().prefix(while: \.isASCIIDigit)
                if scalars[most.endIndex...].first == "}" { put("0") }
            } else if digits.count > 1 {
                result.hasLongSteps = true
            }
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }

    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

extension UInt8 {
    /// Whether it is the digit of a hexadecimal number.
    var isHexDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
