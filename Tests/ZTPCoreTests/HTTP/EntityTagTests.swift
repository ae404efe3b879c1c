import Testing

@testable import ZTPCore

/// Entity tags of files.
@Suite struct EntityTagTests {
    @Test func isQuotedAndStrong() {
        let text = EntityTag(.sample()).text
        #expect(text.count > 2)
        #expect(text.hasPrefix("\""))
        #expect(text.hasSuffix("\""))
        // RFC 9110 allows no blanks, quotes or control characters inside.
        #expect(text.dropFirst().dropLast().utf8.allSatisfy { $0 == 0x21 || (0x23...0x7E).contains($0) })
    }

    @Test func tellsVersionsApart() {
        var stamps = Array(repeating: FileStamp.sample(), count: 5)
        stamps[1].size += 1
        stamps[2].inode += 1
        stamps[3].modified.nanoseconds += 1
        stamps[4].changed.nanoseconds += 1
        #expect(Set(stamps.map { EntityTag($0).text }).count == 5)
        #expect(EntityTag(.sample()) == EntityTag(.sample()))
    }

    @Test func isNamed() {
        let tag = EntityTag(.sample())
        let fields = [
            tag.text, "W/\(tag.text)", "*", "\"x\", \(tag.text)", "\"x\",\(tag.text)", "\(tag.text) , \"x\"",
            "\"x\", W/\(tag.text), \"y\"",
            // To Swift, a comma with an accent behind it is another character.
            "\"x\",\u{301},\(tag.text)",
        ]
        for field in fields { #expect(tag.isNamed(in: field), "\(field)") }
    }

    @Test func isNotNamed() {
        let tag = EntityTag(.sample())
        let bare = String(tag.text.dropFirst().dropLast())
        let fields = ["", "\"x\"", bare, "w/\(tag.text)", "\"\(bare)x\"", "x\(tag.text)", "\"x\", \"y\"", "W/", "**"]
        for field in fields { #expect(!tag.isNamed(in: field), "\(field)") }
    }
}
