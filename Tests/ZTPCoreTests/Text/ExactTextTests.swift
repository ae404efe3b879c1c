import OrderedCollections
import Testing

@testable import ZTPCore

/// Texts that Swift's `String` takes for equal and the world does not.
@Suite struct ExactTextTests {
    /// `é` as one code point and as two; two orders of the same accents; the sign of ångström and the letter.
    static let equivalents = [
        ("\u{E9}", "e\u{301}"), ("e\u{301}\u{323}", "e\u{323}\u{301}"), ("\u{212B}", "\u{C5}"),
        ("\u{AC00}", "\u{1100}\u{1161}"),
    ]

    @Test(arguments: ExactTextTests.equivalents)
    func equivalentIsNotEqual(left: String, right: String) {
        #expect(left == right)
        #expect(!left.isSame(as: right))
        #expect(ExactText(left) != ExactText(right))
        #expect(Set([ExactText(left), ExactText(right), ExactText(left)]).count == 2)
        #expect((ExactText(left) < ExactText(right)) != (ExactText(right) < ExactText(left)))
        #expect(Document.string(left) != .string(right))
    }

    @Test(arguments: ["", "a", "abc", "a longer text that does not fit into one word", "é", "\u{301}", "\0", "😀"])
    func sameBytesAreEqual(text: String) {
        // The other one is made from its bytes, so that both do not share their storage.
        let other = String(decoding: Array(text.utf8), as: UTF8.self)
        #expect(ExactText(text) == ExactText(other))
        #expect(ExactText(text).hashValue == ExactText(other).hashValue)
        #expect(ExactText(text).description == text)
    }

    @Test func lengthsDiffer() {
        #expect(ExactText("a") != "ab")
        #expect(ExactText("") != "\0")
        #expect(ExactText("a") < "ab")
    }

    /// Nodes, pools and paths are told apart as the file system tells files apart.
    @Test(arguments: ExactTextTests.equivalents)
    func identifiersDiffer(left: String, right: String) throws {
        #expect(try #require(NodeID(rawValue: left)) != #require(NodeID(rawValue: right)))
        #expect(try #require(PoolName(left)) != #require(PoolName(right)))
        #expect(try #require(RepositoryPath([left])) != #require(RepositoryPath([right])))
    }

    @Test(arguments: ExactTextTests.equivalents)
    func keysDiffer(left: String, right: String) throws {
        let json = try JSON.parse(Array(#"{"\#(left)": 1, "\#(right)": 2}"#.utf8))
        #expect(json == .mapping([ExactText(left): .integer(1), ExactText(right): .integer(2)]))
        #expect(json[left] == .integer(1))
        #expect(json[right] == .integer(2))
    }
}
