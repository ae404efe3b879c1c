import SystemPackage

/// A text that is a bytes literal of Python, `b'…'`: what releases 2.0.0 and 2.0.1 of the existing server stored in the
/// place of each startup-config that a switch sent. It is served as it is, and no switch can use it.
enum BytesLiteral {
    /// Whether a file holds one such literal and nothing else.
    static func isAll(of bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while let last = rest.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { rest = rest.dropLast() }
        guard isBeginning(of: bytes), let quote = rest.dropFirst().first, rest.count >= 3, rest.last == quote else {
            return false
        }
        var inside = rest.dropFirst(2).dropLast()
        while let byte = inside.popFirst() {
            // Python writes it on one line and in ASCII.
            guard (0x20..<0x7F).contains(byte), byte != quote else { return false }
            if byte == UInt8(ascii: "\\"), inside.popFirst() == nil { return false }
        }
        return true
    }

    /// Whether a file that begins so may hold one.
    static func isBeginning(of bytes: some Sequence<UInt8>) -> Bool {
        bytes.starts(with: "b'".utf8) || bytes.starts(with: "b\"".utf8)
    }

    /// What is wrong with a startup-config that is one, and the command that repairs it and keeps it beside as
    /// `startup-config.damaged`.
    static func problem(_ path: FilePath) -> String {
        "it is the text of a Python bytes literal, b'…' on one line, as releases 2.0.0 and 2.0.1 of the Python server "
            + "stored it, and no switch can use it; to repair it: \(repair(path))"
    }

    static func repair(_ path: FilePath) -> String {
        "python3 -c 'import ast, shutil, sys; p = sys.argv[1]; t = ast.literal_eval(open(p).read().strip()); "
            + "shutil.copy2(p, p + \".damaged\"); open(p, \"wb\").write(t)' \(path.string.shellQuoted)"
    }
}
