import Testing

@testable import ZTPCore

/// INI files as Python's `RawConfigParser` reads them.
@Suite struct INIDocumentTests {
    /// A text, and its entries as `[section] key=value`.
    static let documents: [(String, [String])] = [
        ("", []),
        ("[a]\n", []),
        ("[a]\nk = v\n", ["[a] k=v"]),
        ("[a]\nk: v\n", ["[a] k=v"]),
        ("[a]\nk=v", ["[a] k=v"]),
        ("[a]\n  k   =   v  \n", ["[a] k=v"]),
        ("[a]\r\nk = v\r\n", ["[a] k=v"]),
        ("[a]\nk =\n", ["[a] k="]),
        ("[a]\nk:\nl = 1\n", ["[a] k=", "[a] l=1"]),
        ("[a]\nKey = Value\n", ["[a] key=Value"]),
        ("[A]\nk = 1\n[a]\nk = 2\n", ["[A] k=1", "[a] k=2"]),
        ("[a]\nurl = http://h:80/?x=y\n", ["[a] url=http://h:80/?x=y"]),
        ("[a]\nurl: a = b\n", ["[a] url=a = b"]),
        ("# c\n; c\n[a]\n# k = 1\n  ; k = 2\nk = 3\n", ["[a] k=3"]),
        ("[a]\nk = v # no comment\nl = v ; no comment\n", ["[a] k=v # no comment", "[a] l=v ; no comment"]),
        ("[a]\nk = %(x)s %%\n", ["[a] k=%(x)s %%"]),
        ("[a]\nk = one\n  two\n\tthree\nl = 1\n", ["[a] k=one\ntwo\nthree", "[a] l=1"]),
        ("[a]\nk = one\n  # comment\n  two\n", ["[a] k=one\ntwo"]),
        ("[a]\nk = one\n  two = 2\n", ["[a] k=one\ntwo = 2"]),
        ("[a]\nk = one\n  [b]\n", ["[a] k=one\n[b]"]),
        ("[a b]\nk k = v v\n", ["[a b] k k=v v"]),
        ("[a]\nk = \"v\"\n", ["[a] k=\"v\""]),
        ("[a]\nk = é\n", ["[a] k=é"]),
        ("\n\n[a]\n\nk = 1\n\nl = 2\n", ["[a] k=1", "[a] l=2"]),
        ("[a]\nk = one\n\n  two\n\n", ["[a] k=one\n\ntwo"]),
        ("\u{FEFF}[a]\nk = 1\n", ["[a] k=1"]),
        ("[a] # c\nk = 1\n", ["[a] k=1"]),
        ("[DEFAULT]\nk = 1\n[a]\nl = 2\n[DEFAULT]\nm = 3\n", ["[DEFAULT] k=1", "[a] l=2", "[DEFAULT] m=3"]),
    ]

    @Test(arguments: INIDocumentTests.documents)
    func isRead(text: String, entries: [String]) throws {
        let document = try INIDocument(parsing: text)
        #expect(document.entries.map { "[\($0.section)] \($0.key)=\($0.value)" } == entries)
    }

    @Test func linesAreCountedFromOne() throws {
        let document = try INIDocument(parsing: "# c\n[a]\nk = 1\n  more\n\nl = 2\n[b]\n")
        #expect(document.entries.map(\.line) == [3, 6])
        #expect(document.sections.map(\.name) == ["a", "b"])
        #expect(document.sections.map(\.line) == [2, 7])
    }

    @Test func defaultSectionGivesItsOptionsToOthers() throws {
        let document = try INIDocument(parsing: "[DEFAULT]\nk = 1\nl = 2\n[a]\nK = 3\n[b]\n[default]\nm = 4\n")
        #expect(document.sections.map(\.name) == ["a", "b", "default"])
        #expect(document.options(of: "a").map { "\($0.key)=\($0.value)" } == ["k=3", "l=2"])
        #expect(document.options(of: "b").map { "\($0.key)=\($0.value)" } == ["k=1", "l=2"])
        #expect(document.options(of: "default").map { "\($0.key)=\($0.value)" } == ["m=4", "k=1", "l=2"])
    }

    static let errors: [(String, Int, String)] = [
        ("k = v\n", 1, "expected a section header such as [default] first"),
        ("# c\n\nk = v\n", 3, "expected a section header such as [default] first"),
        ("[a]\nword\n", 2, "expected 'key = value'"),
        ("[a]\n= v\n", 2, "expected 'key = value'"),
        ("[a]\nk = v\n: v\n", 3, "expected 'key = value'"),
        ("[]\nk = v\n", 1, "expected a section header such as [default] first"),
        ("[DEFAULT]\nk = 1\n[DEFAULT]\nk = 2\n", 4, "option 'k' appears twice in section [DEFAULT]"),
        ("[a\nk = v\n", 1, "expected a section header such as [default] first"),
        ("[a]\nk = 1\nl = 2\nK: 3\n", 4, "option 'k' appears twice in section [a]"),
        ("[a]\n[b]\n[a]\n", 3, "section [a] appears twice"),
    ]

    @Test(arguments: INIDocumentTests.errors)
    func isRefused(text: String, line: Int, reason: String) {
        #expect(throws: INIDocument.SyntaxError(line: line, reason: reason)) { try INIDocument(parsing: text) }
        #expect(throws: ConfigurationError.syntax(file: "z.conf", line: line, reason: reason)) {
            try ZTPCore.Configuration().merging(text: text, file: "z.conf")
        }
    }
}
