extension Document {
    /// What a document may have at most, be it JSON from a switch or the operator's YAML. Far beyond whatever is written
    /// by hand or by EOS; so that no text takes more than a moment, or more memory than a few times its size, to read.
    enum Limit {
        /// Bytes of a YAML text. JSON has the limit of the body or file that it comes in.
        static let bytes = 16 << 20
        /// Values of all kinds, keys included, each alias counted as often as it stands for something.
        static let values = 1_000_000
        /// Lists and mappings in each other. Readers and writers go down one call for each.
        static let depth = 900
        /// Bytes of a key.
        static let key = 4096
        /// Characters of a number. Others than decimal ones take time that grows with the square.
        static let digits = 1000
    }

    /// What of a document goes beyond a limit, in the same words for JSON and YAML.
    enum Excess {
        static let bytes = "the file is larger than \(Limit.bytes >> 20) MiB"
        static let values = "there are more than \(Limit.values) values"
        static let depth = "nested deeper than \(Limit.depth) levels"

        static func key(_ count: Int) -> String { "a key of \(count) bytes is longer than \(Limit.key)" }

        static func number(_ count: Int) -> String { "a number of \(count) characters is longer than \(Limit.digits)" }
    }
}
