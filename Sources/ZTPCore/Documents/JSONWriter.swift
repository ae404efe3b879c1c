import OrderedCollections

/// Appends documents to bytes; see `JSON.encode`.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ document: Document) {
        switch document {
        case .null: put("null")
        case .bool(let value): put(value ? "true" : "false")
        case .integer(let value): put(String(value))
        case .bigInteger(let digits): put(digits)
        case .real(let value): put(Self.text(of: value))
        case .string(let value): write(text: value)
        case .array(let items):
            put("[")
            for (index, item) in items.enumerated() {
                if index > 0 { put(", ") }
                write(item)
            }
            put("]")
        case .mapping(let pairs):
            put("{")
            for (index, pair) in pairs.elements.enumerated() {
                if index > 0 { put(", ") }
                write(text: pair.key.string)
                put(": ")
                write(pair.value)
            }
            put("}")
        }
    }

    /// The shortest text that reads back as the same number, in the spelling of Python's `repr`: an exponent from 1e16
    /// on and below 1e-4, a `.0` on whole numbers, and its names for what JSON has no word for.
    private static func text(of value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        if value.magnitude >= 9_007_199_254_740_992, value.magnitude < 1e16 {
            // Swift writes an exponent here already. In this range every value is whole.
            return String(Int(value)) + ".0"
        }
        let text = value.description
        guard let mark = text.firstIndex(of: "e") else { return text }
        // Python leaves ".0" out in front of an exponent, and gives the exponent two digits.
        var mantissa = text[..<mark]
        if mantissa.hasSuffix(".0") { mantissa = mantissa.dropLast(2) }
        var exponent = text[text.index(after: mark)...]
        let sign = exponent.first == "-" ? "-" : "+"
        exponent = exponent.drop { $0 == "-" || $0 == "+" }
        return mantissa + "e" + sign + String(exponent).leftPadded(to: 2)
    }

    mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(count)
    }

    /// Appends what is JSON already.
    mutating func put(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Appends a text in quotes.
    mutating func write(text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        let isPlain = text.withUTF8 { buffer in
            let plain = buffer.allSatisfy {
                $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
            }
            if plain { bytes.append(contentsOf: buffer) }
            return plain
        }
        if !isPlain {
            for scalar in text.unicodeScalars { write(scalar) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": put("\\\"")
        case "\\": put("\\\\")
        case "\n": put("\\n")
        case "\r": put("\\r")
        case "\t": put("\\t")
        case "\u{8}": put("\\b")
        case "\u{C}": put("\\f")
        case " "..."~": bytes.append(UInt8(scalar.value))
        default: for unit in String(scalar).utf16 { put("\\u" + String(unit, radix: 16).leftPadded(to: 4)) }
        }
    }
}
