/// A strong entity tag made of a file's stamp (RFC 9110, section 8.8.3).
struct EntityTag: Equatable {
    /// With its quotes.
    let text: String

    init(_ stamp: FileStamp) {
        let parts = [
            UInt64(bitPattern: stamp.size), stamp.inode, stamp.modified.wrappedNanoseconds,
            stamp.changed.wrappedNanoseconds,
        ]
        text = "\"" + parts.map { String($0, radix: 16) }.joined(separator: "-") + "\""
    }

    /// Whether a field such as If-None-Match names this tag. Weak tags count too: for GET both comparisons lead to the
    /// same answer.
    func isNamed(in field: String) -> Bool {
        field.utf8.split(separator: UInt8(ascii: ",")).contains { item in
            let tag = item.trimmingBlanks
            return tag.elementsEqual("*".utf8) || tag.elementsEqual(text.utf8) || tag.elementsEqual("W/\(text)".utf8)
        }
    }
}
