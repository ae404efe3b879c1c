extension YAMLScalar {
    /// The whole number that a plain scalar writes, in any of YAML 1.1's notations: `0b11`, `010` (octal), `0x1F`,
    /// `1_000`, `12:30` (base 60). Nil when the text is none.
    static func integer(_ text: String) throws(Problem) -> Document? {
        var digits = text[...]
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits = digits.dropFirst() }
        guard let first = digits.first, first.isASCII, first.isNumber else { return nil }
        let magnitude: DecimalDigits?
        if digits.hasPrefix("0b") {
            magnitude = try number(digits.dropFirst(2), radix: 2)
        } else if digits.hasPrefix("0x") {
            magnitude = try number(digits.dropFirst(2), radix: 16)
        } else if digits == "0" {
            magnitude = DecimalDigits()
        } else if first == "0" {
            magnitude = digits.dropFirst().allSatisfy { $0 == "_" } ? DecimalDigits() : try number(digits, radix: 8)
        } else if digits.contains(":") {
            magnitude = sexagesimal(digits)
        } else {
            magnitude = try number(digits, radix: 10)
        }
        return magnitude?.document(isNegative: isNegative)
    }

    /// Nil when a character is neither a digit of the radix nor `_`.
    private static func number(_ digits: Substring, radix: Int) throws(Problem) -> DecimalDigits? {
        guard !digits.isEmpty else { return nil }
        var number = DecimalDigits()
        var isEmpty = true
        for character in digits where character != "_" {
            guard let digit = character.hexDigitValue, character.isASCII, digit < radix else { return nil }
            number.multiply(by: radix, adding: digit)
            isEmpty = false
        }
        guard !isEmpty else { throw Problem(reason: "a number has no digits") }
        return number
    }

    private static func sexagesimal(_ text: Substring) -> DecimalDigits? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var number = DecimalDigits()
        for (index, part) in parts.enumerated() {
            if index == 0 {
                guard part.allSatisfy({ $0 == "_" || isDigit($0) }) else { return nil }
                for character in part where character != "_" {
                    number.multiply(by: 10, adding: character.hexDigitValue ?? 0)
                }
            } else {
                guard (1...2).contains(part.count), part.allSatisfy(isDigit), let value = Int(part), value < 60 else {
                    return nil
                }
                number.multiply(by: 60, adding: value)
            }
        }
        return number
    }

    /// The floating-point number that a plain scalar writes, or nil. It needs a dot, and a sign in its exponent.
    static func real(_ text: String) -> Double? {
        var body = text[...]
        let isNegative = body.first == "-"
        let isSigned = isNegative || body.first == "+"
        if isSigned { body = body.dropFirst() }
        let value: Double?
        switch body {
        case ".inf", ".Inf", ".INF": value = .infinity
        case ".nan", ".NaN", ".NAN": value = isSigned ? nil : .nan
        default: value = body.contains(":") ? sexagesimalReal(body) : decimalReal(body, isSigned: isSigned)
        }
        return value.map { isNegative ? -$0 : $0 }
    }

    private static func decimalReal(_ body: Substring, isSigned: Bool) -> Double? {
        guard let dot = body.firstIndex(of: ".") else { return nil }
        let whole = body[..<dot]
        var fraction = body[body.index(after: dot)...]
        if let mark = fraction.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            let exponent = fraction[fraction.index(after: mark)...]
            guard exponent.first == "+" || exponent.first == "-", exponent.count > 1,
                exponent.dropFirst().allSatisfy(isDigit)
            else { return nil }
            fraction = fraction[..<mark]
        }
        guard fraction.allSatisfy({ $0 == "_" || isDigit($0) }) else { return nil }
        if whole.isEmpty {
            // `.5` is a number, `-.5` and `._` are texts.
            guard !isSigned, let first = fraction.first, isDigit(first) else { return nil }
        } else {
            guard let first = whole.first, isDigit(first), whole.allSatisfy({ $0 == "_" || isDigit($0) }) else {
                return nil
            }
        }
        let plain = body.replacing("_", with: "").replacing(".", with: ".0", maxReplacements: fraction.isEmpty ? 1 : 0)
        return Double(plain.hasPrefix(".") ? "0" + plain : plain)
    }

    private static func sexagesimalReal(_ body: Substring) -> Double? {
        guard let dot = body.firstIndex(of: "."), let first = body.first, isDigit(first),
            let whole = sexagesimal(body[..<dot])
        else { return nil }
        let fraction = body[body.index(after: dot)...]
        guard fraction.allSatisfy({ $0 == "_" || isDigit($0) }) else { return nil }
        return Double(whole.text + "." + fraction.replacing("_", with: "") + "0")
    }

    private static func isDigit(_ character: Character) -> Bool {
        // A digit with an accent lies between two digits, too.
        character.isASCII && ("0"..."9").contains(character)
    }
}

/// A whole number of any size, as decimal digits: YAML and Python have no largest one.
struct DecimalDigits {
    /// Least significant first; groups of nine digits.
    private var groups: [Int] = []
    private static let base = 1_000_000_000

    mutating func multiply(by factor: Int, adding addend: Int) {
        var carry = addend
        for index in groups.indices {
            let (quotient, remainder) = (groups[index] * factor + carry).quotientAndRemainder(dividingBy: Self.base)
            groups[index] = remainder
            carry = quotient
        }
        if carry > 0 { groups.append(carry) }
    }

    /// Decimal digits without leading zeros.
    var text: String {
        guard let last = groups.last else { return "0" }
        return groups.dropLast().reversed().reduce(into: String(last)) { $0 += String($1).leftPadded(to: 9) }
    }

    func document(isNegative: Bool) -> Document {
        let signed = isNegative && !groups.isEmpty ? "-" + text : text
        return Int(signed).map(Document.integer) ?? .bigInteger(signed)
    }
}
