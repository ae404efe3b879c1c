import OrderedCollections

/// A recursive-descent reader over bytes.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0
    private var values = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func parseDocument() throws(JSON.SyntaxError) -> Document {
        let document = try parseValue()
        skipBlanks()
        guard position == bytes.count else { throw error("something follows the value") }
        return document
    }

    private func error(_ reason: String) -> JSON.SyntaxError {
        JSON.SyntaxError(offset: position, reason: reason)
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func parseValue() throws(JSON.SyntaxError) -> Document {
        skipBlanks()
        try countValue()
        switch next {
        case UInt8(ascii: "{"): return try parseNested { parser throws(JSON.SyntaxError) in try parser.parseObject() }
        case UInt8(ascii: "["): return try parseNested { parser throws(JSON.SyntaxError) in try parser.parseArray() }
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        case UInt8(ascii: "N"): return try parseWord("NaN", .real(.nan))
        case UInt8(ascii: "I"): return try parseWord("Infinity", .real(.infinity))
        case nil: throw error("a value is missing")
        case .some(let byte) where byte == UInt8(ascii: "-") || isDigit(byte): return try parseNumber()
        case .some: throw error("no value starts like this")
        }
    }

    private mutating func countValue() throws(JSON.SyntaxError) {
        values += 1
        guard values <= Document.Limit.values else { throw error(Document.Excess.values) }
    }

    private mutating func parseNested(
        _ parse: (inout JSONParser) throws(JSON.SyntaxError) -> Document
    ) throws(JSON.SyntaxError) -> Document {
        depth += 1
        guard depth <= Document.Limit.depth else { throw error(Document.Excess.depth) }
        position += 1
        let document = try parse(&self)
        depth -= 1
        return document
    }

    private mutating func parseWord(_ word: StaticString, _ value: Document) throws(JSON.SyntaxError) -> Document {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw error("no value starts like this") }
        for index in 0..<word.utf8CodeUnitCount where bytes[position + index] != word.utf8Start[index] {
            throw error("no value starts like this")
        }
        position = end
        return value
    }

    private mutating func parseObject() throws(JSON.SyntaxError) -> Document {
        var members: Document.Mapping = [:]
        skipBlanks()
        if next == UInt8(ascii: "}") {
            position += 1
            return .mapping(members)
        }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw error("a member name in quotes is missing") }
            try countValue()
            let start = position
            let name = try parseString()
            guard name.utf8.count <= Document.Limit.key else {
                throw JSON.SyntaxError(offset: start, reason: Document.Excess.key(name.utf8.count))
            }
            skipBlanks()
            guard next == UInt8(ascii: ":") else { throw error("':' is missing") }
            position += 1
            members[ExactText(name)] = try parseValue()
            skipBlanks()
            switch next {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"):
                position += 1
                return .mapping(members)
            default: throw error("',' or '}' is missing")
            }
        }
    }

    private mutating func parseArray() throws(JSON.SyntaxError) -> Document {
        var items: [Document] = []
        skipBlanks()
        if next == UInt8(ascii: "]") {
            position += 1
            return .array(items)
        }
        while true {
            items.append(try parseValue())
            skipBlanks()
            switch next {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                position += 1
                return .array(items)
            default: throw error("',' or ']' is missing")
            }
        }
    }
}

// MARK: - Numbers

extension JSONParser {
    private mutating func parseNumber() throws(JSON.SyntaxError) -> Document {
        let start = position
        if next == UInt8(ascii: "-") {
            position += 1
            if next == UInt8(ascii: "I") { return try parseWord("Infinity", .real(-.infinity)) }
        }
        let wholeDigits = skipDigits()
        guard wholeDigits > 0 else { throw error("a digit is missing") }
        if wholeDigits > 1, bytes[position - wholeDigits] == UInt8(ascii: "0") {
            throw error("a number starts with a needless 0")
        }
        var isReal = false
        if next == UInt8(ascii: ".") {
            isReal = true
            position += 1
            guard skipDigits() > 0 else { throw error("a digit is missing") }
        }
        if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
            isReal = true
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() > 0 else { throw error("a digit is missing") }
        }
        guard position - start <= Document.Limit.digits else {
            throw JSON.SyntaxError(offset: start, reason: Document.Excess.number(position - start))
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isReal { return .real(Double(text) ?? .nan) }
        return Int(text).map(Document.integer) ?? .bigInteger(text)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while let byte = next, isDigit(byte) { position += 1 }
        return position - start
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}

// MARK: - Strings

extension JSONParser {
    private mutating func parseString() throws(JSON.SyntaxError) -> String {
        position += 1
        let start = position
        // The common case first: no escapes, so the bytes can be taken as they stand.
        var union: UInt8 = 0
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            union |= byte
            position += 1
        }
        if next == UInt8(ascii: "\"") {
            defer { position += 1 }
            let content = UnsafeBufferPointer(rebasing: bytes[start..<position])
            return union < 0x80 ? String(decoding: content, as: UTF8.self) : try text(of: content)
        }
        var content = Array(bytes[start..<position])
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try content.withUnsafeBufferPointer { buffer throws(JSON.SyntaxError) in try text(of: buffer) }
            case UInt8(ascii: "\\"):
                position += 1
                try parseEscape(into: &content)
            case 0..<0x20:
                throw error("a control character in a text must be escaped")
            default:
                content.append(byte)
                position += 1
            }
        }
        throw error("a text is not closed")
    }

    private func text(of content: UnsafeBufferPointer<UInt8>) throws(JSON.SyntaxError) -> String {
        guard let text = String(validating: content, as: UTF8.self) else { throw error("a text is not UTF-8") }
        return text
    }

    private mutating func parseEscape(into content: inout [UInt8]) throws(JSON.SyntaxError) {
        guard let byte = next else { throw error("a text is not closed") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): content.append(contentsOf: String(try parseUnicodeEscape()).utf8)
        default: throw error("'\\' is followed by something unknown")
        }
    }

    private mutating func parseUnicodeEscape() throws(JSON.SyntaxError) -> Unicode.Scalar {
        let first = try parseHexQuad()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, position + 6 <= bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let back = position
        position += 2
        let second = try parseHexQuad()
        guard (0xDC00...0xDFFF).contains(second) else {
            position = back
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func parseHexQuad() throws(JSON.SyntaxError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw error("four hex digits are missing") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = bytes[position].hexDigitValue else { throw error("four hex digits are missing") }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
