/// Texts as operators write pools, and such as nobody should.
struct RandomPoolText {
    var generator: RandomSource

    /// One `entry: owner` per line, in every ordinary spelling, together with what a reader must find.
    struct Usual {
        var text = ""
        var entries: [(name: String, owner: String?)] = []
        /// The bytes in front of and behind what stands for each owner.
        var around: [(before: Int, after: Int)] = []
    }

    mutating func usual() -> Usual {
        var pool = Usual()
        let indent = generator.pick(["", "", "", "  "])
        let lineEnd = generator.pick(["\n", "\n", "\r\n"])
        let count = Int.random(in: 1...6, using: &generator)
        for number in 0..<count {
            if generator.chance(oneIn: 3) {
                pool.text +=
                    generator.pick(["", "  ", "# rack é", "    # a: b", "#", "#\ttab", "# 'it's \"x"]) + lineEnd
            }
            let name = generator.pick(Self.names) + String(number)
            let key = generator.pick([name, name, "'\(name)'", "\"\(name)\""])
            let owner = generator.pick(Self.owners)
            pool.text += indent + key + generator.pick(["", "", " "]) + ":"
            let colon = pool.text.utf8.count
            if !owner.scalar.isEmpty { pool.text += generator.pick([" ", " ", "   "]) }
            let start = owner.scalar.isEmpty ? colon : pool.text.utf8.count
            pool.text += owner.scalar
            pool.around.append((start, pool.text.utf8.count))
            pool.entries.append((name, owner.owner))
            pool.text += generator.pick(["", "", "", " ", " # c", "   #: 'x", " # ü \t y"])
            if number < count - 1 || !generator.chance(oneIn: 4) { pool.text += lineEnd }
        }
        return pool
    }

    /// Lines put together from what has a meaning in YAML.
    mutating func odd() -> String {
        var text = generator.chance(oneIn: 20) ? generator.pick(["\u{FEFF}", "---\n", "%YAML 1.1\n---\n", "--- "]) : ""
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            if generator.chance(oneIn: 10) { text += generator.pick(["", "", "", " ", "  ", "\t", "- ", "? "]) }
            text += piece(usually: Self.names)
            text +=
                generator.chance(oneIn: 8)
                ? generator.pick([" : ", ":\t", "", " "]) : generator.pick([":", ": ", ": ", ":  "])
            if !generator.chance(oneIn: 4) { text += piece(usually: Self.owners.map(\.scalar)) }
            text +=
                generator.chance(oneIn: 6)
                ? generator.pick(["\t# c", "#c", " #\u{FFFE}", " # \u{85}", ",", "\t"])
                : generator.pick(["", "", "", " ", " #", " # c", " # ü"])
            text +=
                generator.chance(oneIn: 10)
                ? generator.pick(["\r", "", "\n\n"]) : generator.pick(["\n", "\n", "\r\n"])
        }
        return text
    }

    private mutating func piece(usually values: [String]) -> String {
        switch Int.random(in: 0..<18, using: &generator) {
        case 0:
            (0..<Int.random(in: 1...3, using: &generator)).reduce(into: "") { text, _ in
                text += generator.pick(Self.marks)
            }
        case 1: generator.pick(Self.marks) + generator.pick(values)
        case 2: generator.pick(values) + generator.pick(Self.marks)
        default: generator.pick(values)
        }
    }

    private static let names = [
        "a", "b", "10.0.0.1", "leaf 1", "10", "yes", "1e3", "x/24", "2001:db8::", "null", "_x-y", "a#b",
    ]

    private static let owners: [(scalar: String, owner: String?)] = [
        ("", nil), ("", nil), ("", nil), ("null", nil), ("~", nil), ("''", nil), ("\"\"", nil), ("None", nil),
        ("'None'", "None"), ("no", nil), ("False", nil), ("OFF", nil), ("0", nil), ("0.0", nil), (".0", nil),
        ("0x0", nil), ("0_0", nil), ("+0", nil), ("0.0e+5", nil), ("'no'", "no"), ("\"0\"", "0"), ("nO", "nO"),
        ("n", "n"), ("00a", "00a"), ("0.01", "0.01"), ("+", "+"), (".", "."),
        ("N1", "N1"), ("JPE12345678", "JPE12345678"), ("'N2'", "N2"), ("\"N 3\"", "N 3"), ("N 4", "N 4"),
        ("001122334455", "001122334455"), ("yes", "yes"), ("'null'", "null"), ("'# no'", "# no"), ("a#b", "a#b"),
        ("00:1c:73:00:00:01", "00:1c:73:00:00:01"),
    ]

    private static let marks = [
        ":", ": ", " :", ",", "#", " #", "'", "\"", "''", "\\", "~", "-", "- ", "?", "? ", "{", "}", "[", "]", "{}",
        "&x ", "*x",
        "!t ", "!!str ", "|", ">", "%", "@", "`", "=", "<<", "...", "... ", "---", "\t", " ", "  ", "é", "\u{FEFF}",
        "\u{FFFE}",
        "\u{85}", "\u{2028}", "\u{A0}", "\u{7F}", "\r", "\n", "\n ", "(", "+", "/", "0x", "1_0", "null", "None",
    ]
}
