import Testing

@testable import ZTPCore

/// Every case of Corpus/ comes out as it says, to the letter.
@Suite struct CorpusTests {
    @Test(arguments: CorpusCase.all)
    func comesOut(as corpusCase: CorpusCase) throws {
        #expect(try corpusCase.outcome() == corpusCase.expected)
    }

    /// The cases are found at all.
    @Test func isThere() {
        #expect(CorpusCase.all.count >= 273)
        #expect(Set(CorpusCase.all.map(\.title)).count == CorpusCase.all.count)
    }
}
