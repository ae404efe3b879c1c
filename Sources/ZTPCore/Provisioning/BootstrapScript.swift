/// The script that a switch runs first, as it leaves the server.
enum BootstrapScript {
    /// Puts the server's URL into the script and makes its line ends those of a Unix script.
    ///
    /// The substitution is that of Python's `string.Template.safe_substitute` with the one variable `SERVER`:
    /// `$SERVER` and `${SERVER}` are replaced, `$$` becomes `$`, every other `$` stays.
    static func render(_ template: [UInt8], serverURL: String) -> [UInt8] {
        let template = unixLines(template)
        var script: [UInt8] = []
        script.reserveCapacity(template.count + 256)
        var rest = template[...]
        while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
            script += rest[..<dollar]
            rest = rest[dollar...]
            let after = rest.dropFirst()
            if after.first == UInt8(ascii: "$") {
                script.append(UInt8(ascii: "$"))
                rest = rest.dropFirst(2)
            } else if let length = referenceLength(after) {
                script += serverURL.utf8
                rest = after.dropFirst(length)
            } else {
                script.append(UInt8(ascii: "$"))
                rest = after
            }
        }
        return script + rest
    }

    /// How many bytes after the `$` name the variable, in either form; nil when something else stands there.
    private static func referenceLength(_ text: ArraySlice<UInt8>) -> Int? {
        let name = Array("SERVER".utf8)
        if text.starts(with: Array("{".utf8) + name + Array("}".utf8)) { return name.count + 2 }
        guard text.starts(with: name) else { return nil }
        let next = text.dropFirst(name.count).first
        return next.map(isNamePart) == true ? nil : name.count
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func unixLines(_ text: [UInt8]) -> [UInt8] {
        let carriageReturn = UInt8(ascii: "\r")
        let newline = UInt8(ascii: "\n")
        guard text.contains(carriageReturn) else { return text }
        var lines: [UInt8] = []
        lines.reserveCapacity(text.count)
        for (index, byte) in text.enumerated() {
            if byte == carriageReturn {
                lines.append(newline)
            } else if byte != newline || index == 0 || text[index - 1] != carriageReturn {
                lines.append(byte)
            }
        }
        return lines
    }
}
