/// A strong entity tag made of a file's stamp (RFC 9110, section 8.8.3).
struct EntityTag: Equatable {
    /// With its quotes.
    let text: String

    init(_ stamp: FileStamp) {
        let parts = [
            UInt64(stamp.size), stamp.inode, UInt64(bitPattern: stamp.modified), UInt64(bitPattern: stamp.changed),
        ]
        text = "\"" + parts.map { String($0, radix: 16) }.joined(separator: "-") + "\""
    }

    /// Whether a field such as If-None-Match names this tag. Weak tags count too: for GET both comparisons lead to the
    /// same answer.
    func isNamed(in field: String) -> Bool {
        field.split(separator: ",").contains { item in
            let tag = item.trimmingBlanks
            return tag == "*" || tag == text || tag.hasPrefix("W/") && tag.dropFirst(2) == text
        }
    }
}
