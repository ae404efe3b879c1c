import Testing

@testable import ZTPGateway

@Suite struct FastCGIRecordTests {
    @Test func aShortStream() {
        #expect(FastCGIRecord.stream(.standardError, 0x0102, [65, 66]) == [1, 7, 1, 2, 0, 2, 0, 0, 65, 66])
        #expect(FastCGIRecord.stream(.standardOutput, 1, []) == [])
    }

    @Test func aLongStream() {
        let content = [UInt8](repeating: 65, count: 65_536)
        let records = FastCGIRecord.stream(.standardOutput, 1, content)
        #expect(records.prefix(8) == [1, 6, 0, 1, 0xFF, 0xFF, 0, 0])
        #expect(records.suffix(9) == [1, 6, 0, 1, 0, 1, 0, 0, 65])
        #expect(records.count == 65_536 + 16)
    }
}
