/// A template as switches fill it in, with Python's string.Template: `$name`, `${name}`, and `$$` for a dollar sign.
enum TemplateText {
    /// The names that a template wants, each once, in order.
    static func placeholders(in bytes: [UInt8]) -> [String] {
        var names: [String] = []
        var rest = bytes[...]
        while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
            rest = rest[(dollar + 1)...]
            if rest.first == UInt8(ascii: "$") {
                rest = rest.dropFirst()
                continue
            }
            let isBraced = rest.first == UInt8(ascii: "{")
            let start = isBraced ? rest.dropFirst() : rest
            let name = start.prefix(while: isNamePart)
            guard let first = name.first, !isDigit(first) else { continue }
            let after = start.dropFirst(name.count)
            if isBraced, after.first != UInt8(ascii: "}") { continue }
            rest = after
            let text = String(decoding: name, as: UTF8.self)
            if !names.contains(text) { names.append(text) }
        }
        return names
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
}
