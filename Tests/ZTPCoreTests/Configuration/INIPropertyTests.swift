import SystemPackage
import Testing

@testable import ZTPCore

/// Our reader of INI files agrees with Python's `configparser.RawConfigParser` on texts drawn at random.
///
/// Two differences are on purpose, and no text here shows them: a byte order mark is skipped, where Python takes it for
/// the first letter of a line; and of several errors the first is told, where Python tells a duplicate before it tells a
/// line that it does not understand. Python 2, whose parser let the last of two equal options win, is not compared.
@Suite struct INIPropertyTests {
    /// What Python makes of each text: the line of an error (0 when it is not the first for sure), or the options of all
    /// sections with those of DEFAULT.
    private static let program = """
        import configparser, json, os, sys
        results = []
        for text in json.load(sys.stdin):
            with open(sys.argv[1], "wb") as file:
                file.write(text.encode())
            parser = configparser.RawConfigParser()
            try:
                parser.read(sys.argv[1], encoding="utf-8")
                results.append([[name, sorted(map(list, parser.items(name)))] for name in parser.sections()])
            except configparser.MissingSectionHeaderError as error:
                results.append(error.lineno)
            except configparser.ParsingError as error:
                results.append(error.errors[0][0])
            except configparser.Error:
                results.append(0)
        json.dump(results, sys.stdout)
        """

    @Test(arguments: [1, UInt64.random(in: .min ... .max)])
    func agreesWithPython(seed: UInt64) throws {
        print("INI files of seed \(seed)")
        var random = RandomINI(generator: RandomSource(seed: seed))
        let texts = (0..<3000).map { _ in random.text() }
        let sandbox = try PoolSandbox()
        let finished = ChildProcesses().run(
            ChildProcesses.Command(
                program: "/usr/bin/env", arguments: ["python3", "-c", Self.program, sandbox.absolute("x").string],
                input: JSON.encode(.array(texts.map(Document.string))), outputLimit: 64 << 20, timeout: 300))
        let errors = String(decoding: finished.errors, as: UTF8.self)
        try #require(finished.outcome == .exited(0), "python3 is needed: \(finished.outcome) \(errors)")
        let results = try #require(try JSON.parse(finished.output).array)
        try #require(results.count == texts.count)
        var counts = (read: 0, refused: 0, inherited: 0)
        for (text, expected) in zip(texts, results) {
            do {
                let document = try INIDocument(parsing: text)
                let found = document.sections.map { section in
                    Document.array([
                        .string(section.name),
                        .array(
                            document.options(of: section.name)
                                .map { [$0.key, $0.value] }
                                .sorted { $0[0].unicodeScalars.lexicographicallyPrecedes($1[0].unicodeScalars) }
                                .map { .array($0.map(Document.string)) }),
                    ])
                }
                #expect(.array(found) == expected, "seed \(seed): \(text.debugDescription)")
                counts.read += 1
                if document.sections.contains(where: { section in
                    document.options(of: section.name).contains { $0.section != section.name }
                }) {
                    counts.inherited += 1
                }
            } catch {
                let line = Document.integer(error.line)
                #expect(expected == line || expected == .integer(0), "seed \(seed): \(error) \(text.debugDescription)")
                counts.refused += 1
            }
        }
        // All kinds have to be frequent, or the comparison says little.
        #expect(counts.read > 500 && counts.refused > 500 && counts.inherited > 40, "\(counts)")
    }
}

/// Lines as operators write them, and such as nobody should.
private struct RandomINI {
    var generator: RandomSource

    mutating func text() -> String {
        let end = generator.pick(["\n", "\n", "\n", "\r\n", "\r"])
        var text = generator.chance(oneIn: 12) ? "" : generator.pick(Self.sections) + end
        for _ in 0..<Int.random(in: 0...9, using: &generator) {
            text += line() + (generator.chance(oneIn: 20) ? generator.pick(["\n", "\r\n", "\r", "\n\n"]) : end)
        }
        return generator.chance(oneIn: 6) ? text + line() : text
    }

    private mutating func line() -> String {
        let indent = generator.chance(oneIn: 3) ? generator.pick([" ", "  ", "    ", "\t", "\u{A0}"]) : ""
        return switch Int.random(in: 0..<20, using: &generator) {
        case 0..<9: indent + option() + generator.pick(["", "", "", " ", "\t", "\u{3000}"])
        case 9..<12: generator.pick(["", ""] + [indent]) + generator.pick(Self.sections)
        case 12..<14: indent + generator.pick(["# c", "; c", "#", ";=", "# k = v"])
        case 14..<16: generator.pick(["", "", " ", "\t", "\u{1C}"])
        case 16..<19: generator.pick([" ", "  ", "\t"]) + generator.pick(Self.values)
        default: indent + generator.pick(["word", "= v", ": v", "[", "[]", "]", "[x", "x\u{FEFF}", "\u{85}k=v", "é"])
        }
    }

    private mutating func option() -> String {
        generator.pick(Self.keys) + generator.pick(["=", " = ", ": ", ":", " :", "= ", "\t=\t", " \u{A0}="])
            + generator.pick(Self.values)
    }

    private static let sections = [
        "[a]", "[b]", "[DEFAULT]", "[DEFAULT]", "[default]", "[A]", "[ a ]", "[a]]", "[a] # c", "[é]", "[[x]", "[a=b]",
        "[c]", "[d]", "[e]x", "[f]:",
    ]

    private static let keys = [
        "k", "K", "l", "m", "n", "o", "p", "q", "a b", "É", "x[1]", "k;", "data_root", "Filename", "r", "s", "t\u{301}",
    ]

    private static let values = [
        "", "v", "1", "a b", "http://h:80/?x=y", "%(x)s", "v # c", "v ; c", "\"q\"", "=", ":", "=\u{301}x", "é", "[a]",
        "k = v", "a\u{85}b", "a\u{2028}b", "\u{1F}x\u{1F}", "a\u{0C}b", "x\\", "😀",
    ]
}
