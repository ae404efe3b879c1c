extension PythonRegex {
    /// Why Python would not take the expression, or why we cannot.
    struct Problem: Error, Sendable, Hashable {
        var reason: Reason
        /// Which character of the expression is meant, from 1; nil when it is about the whole.
        var place: Int?

        enum Reason: Sendable, Hashable {
            case flagUnsupported(Unicode.Scalar)
            case flagsNotAtStart
            case endsWithBackslash
            case unknownEscape(Unicode.Scalar)
            case badHexDigits(after: Unicode.Scalar, Int)
            case classNotClosed
            case groupNotClosed
            case groupNotOpened
            case groupNameNotClosed
            case commentNotClosed
            case unknownGroup(String)
            case badGroupName
            case groupNameTwice
            case noSuchGroup
            case tooManyBranches
            case nothingToRepeat
            case repeatOutOfOrder
            case repeatTooLarge
            case rangeOutOfOrder
            case rangeOfClasses
            case lookbehindOfAnyLength
            case tooComplicated
            /// There was no memory to compile it in, which says nothing about the expression.
            case noMemory
            /// One of PCRE2's errors that no expression is known to cause, by its number.
            case other(Int32)
        }
    }
}

extension PythonRegex.Problem: CustomStringConvertible {
    var description: String { place.map { "\(reason) (character \($0))" } ?? "\(reason)" }
}

extension PythonRegex.Problem.Reason: CustomStringConvertible {
    var description: String {
        switch self {
        case .flagUnsupported(let flag): "the flag (?\(flag)) is not supported"
        case .flagsNotAtStart: "flags such as (?i) must come first"
        case .endsWithBackslash: "it ends with a backslash"
        case .unknownEscape(let letter): "\\\(letter) is unknown"
        case .badHexDigits(let letter, let count): "\\\(letter) needs \(count) hex digits of a character"
        case .classNotClosed: "a [ is not closed"
        case .groupNotClosed: "a ( is not closed"
        case .groupNotOpened: "a ) closes nothing"
        case .groupNameNotClosed: "the name of a group is not closed"
        case .commentNotClosed: "a comment is not closed"
        case .unknownGroup(let start): "\(start) is unknown"
        case .badGroupName: "the name of a group must be a word that does not begin with a digit"
        case .groupNameTwice: "two groups have the same name"
        case .noSuchGroup: "it refers to a group that does not exist"
        case .tooManyBranches: "a condition has more than two branches"
        case .nothingToRepeat: "there is nothing to repeat"
        case .repeatOutOfOrder: "a repeat asks for more at least than at most"
        case .repeatTooLarge: "a repeat counts further than 65535"
        case .rangeOutOfOrder: "a range in [ ] ends before it begins"
        case .rangeOfClasses: "a range in [ ] must be between two characters"
        case .lookbehindOfAnyLength: "what (?<= or (?<! looks back at must have a fixed length"
        case .tooComplicated: "it is too long or too deeply nested"
        case .noMemory: "there is not enough memory to use it"
        case .other(let number): "PCRE2 does not take it (error \(number))"
        }
    }
}

extension PythonRegex.Problem.Reason {
    /// One of PCRE2's error numbers for compiling, which pcre2.h names.
    init(pcre2 number: Int32) {
        self =
            switch number {
            case 101: .endsWithBackslash
            case 104: .repeatOutOfOrder
            case 105: .repeatTooLarge
            case 106: .classNotClosed
            case 108: .rangeOutOfOrder
            case 109: .nothingToRepeat
            case 114, 124: .groupNotClosed
            case 115: .noSuchGroup
            case 118: .commentNotClosed
            case 119, 120, 133, 135, 149, 184, 186, 187, 188, 197: .tooComplicated
            case 121: .noMemory
            case 122: .groupNotOpened
            case 125: .lookbehindOfAnyLength
            case 127, 154: .tooManyBranches
            case 142: .groupNameNotClosed
            case 143: .groupNameTwice
            case 144, 148, 162: .badGroupName
            case 150: .rangeOfClasses
            default: .other(number)
            }
    }
}
