extension CGIEnvironment {
    /// The arguments that the operator gave, without those that a web server made of the query string.
    ///
    /// A query without `=` becomes words at the end of a CGI program's command line (RFC 3875, section 4.4), so a client
    /// could otherwise choose options. Only arguments that are exactly these words, in their order, are dropped, and only
    /// when a command line is left: a wrapper that does not hand its arguments on gives options of its own, and they
    /// stay, whatever the query resembles. Where the web server passes on only so many words, it is the first ones.
    ///
    /// - Parameter isCommandLine: whether the program could be started with these arguments.
    public func ownArguments(of arguments: [String], isCommandLine: ([String]) -> Bool) -> [String] {
        guard bytes("GATEWAY_INTERFACE") != nil, let query = bytes("QUERY_STRING"), !query.contains(UInt8(ascii: "="))
        else { return arguments }
        let words = query.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: false)
            .map { [Self.plain($0), Self.plain(Self.unescaped($0))] }
        let spelled = arguments.map { Self.plain($0.utf8) }
        // Some web servers leave empty words out.
        for words in [words, words.filter { $0 != [[], []] }] {
            let most = min(words.count, spelled.count)
            for count in stride(from: most, to: 0, by: -1)
            where zip(words.prefix(count), spelled.suffix(count)).allSatisfy({ $0.contains($1) }) {
                let own = Array(arguments.dropLast(count))
                if isCommandLine(own) { return own }
            }
        }
        return arguments
    }

    /// A word as this process sees it: up to a NUL, with what is not UTF-8 replaced. Web servers escape a word for a shell
    /// with backslashes, each some other characters, so those are left out.
    private static func plain(_ word: some Sequence<UInt8>) -> [UInt8] {
        let bytes = word.prefix { $0 != 0 }
        return String(decoding: Array(bytes), as: UTF8.self).utf8.filter { $0 != UInt8(ascii: "\\") }
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
