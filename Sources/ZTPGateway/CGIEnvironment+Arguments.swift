extension CGIEnvironment {
    /// The arguments that the operator gave, without those that a web server made of the query string.
    ///
    /// A query without `=` becomes words on the command line of a CGI program (RFC 3875, section 4.4), so a client could
    /// otherwise choose options. Trailing arguments are dropped as long as they are such words.
    public func ownArguments(of arguments: [String]) -> [String] {
        guard bytes("GATEWAY_INTERFACE") != nil, let query = bytes("QUERY_STRING"), !query.contains(UInt8(ascii: "="))
        else { return arguments }
        let words = query.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: false)
        let likenesses = Set(words.map { Self.likeness(of: Self.unescaped($0)) })
        var own = arguments
        for _ in words {
            guard let last = own.last, likenesses.contains(Self.likeness(of: Array(last.utf8))) else { break }
            own.removeLast()
        }
        return own
    }

    /// What stays of a word however the web server escaped it for a shell: its letters and digits.
    private static func likeness(of word: [UInt8]) -> [UInt8] {
        word.prefix { $0 != 0 }.filter { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: false
            }
        }
    }

    /// Percent-decoded; what is no escape stays as it is.
    private static func unescaped(_ word: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = word
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), digits.first != UInt8(ascii: "+")
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
