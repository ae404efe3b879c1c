/// Owners that stand for nobody.
extension PoolText {
    /// Whether an owner without quotes stands for nobody: Python's None, which earlier releases wrote, and all that a
    /// YAML 1.1 reader makes null, false or zero.
    static func isFree(plain text: String) -> Bool {
        text == "None" || (try? YAMLScalar.resolve(text))?.isTruthy == false
    }

    /// An entry that is free although something is written for its owner.
    struct FalseOwner: Equatable {
        var entry: String
        var written: Written
    }

    /// The entries that are free because their owner is read as false, such as `no`, `0` or `[]`. What everybody writes
    /// for a free entry is not among them: nothing, null, quotes without anything in them, and None.
    var falseOwners: [FalseOwner] {
        switch form {
        case .lines(let spans, _):
            return spans.compactMap { span in
                guard span.isFree, !span.value.isEmpty else { return nil }
                let text = String(decoding: bytes[span.value], as: UTF8.self)
                guard !["''", "\"\""].contains(text), !Self.isUsual(text) else { return nil }
                let line = bytes[..<span.value.lowerBound]
                let start = line.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
                // In front of an owner there is nothing but ASCII.
                let mark = SourceMark(
                    line: line.count { $0 == UInt8(ascii: "\n") } + 1, column: span.value.lowerBound - start + 1)
                return FalseOwner(
                    entry: String(decoding: bytes[span.name], as: UTF8.self), written: Written(text: text, mark: mark))
            }
        case .parsed(let entries):
            return entries.compactMap { entry in
                guard entry.owner == nil, !Self.isUsual(entry.written.text) else { return nil }
                return FalseOwner(entry: entry.name, written: entry.written)
            }
        }
    }

    private static func isUsual(_ text: String) -> Bool {
        ["", "~", "null", "Null", "NULL", "None"].contains(text)
    }
}
