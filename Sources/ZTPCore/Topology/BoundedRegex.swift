import CPCRE2

/// A regular expression that matches from the start of a text on, as Python's `re.match` does.
///
/// Texts come from switches that nobody knows yet, so the work of one match is limited; `RegexRunner` does the counting.
/// Immutable after compiling and therefore safe to use from any thread.
final class BoundedRegex: Sendable {
    /// As it was written.
    let source: String
    private let code: Code
    /// What every match begins with, as far as that is plain to see; telling a name apart by it is much quicker.
    let prefix: [UInt8]
    /// Whether one step of a match may look at the whole text.
    private let hasLongSteps: Bool

    /// PCRE2 only reads compiled code while it matches, from as many threads as there are.
    private struct Code: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// What a match within a number of steps ended with.
    enum Attempt: Sendable, Equatable {
        case matches
        case differs
        /// The steps did not suffice.
        case unfinished
        /// It takes too much memory, which more steps would not change.
        case tooLarge
        /// PCRE2 could not do it, for a reason that is not the text's: an error number.
        case failed(Int32)
    }

    init(_ source: String) throws(PythonRegex.Problem) {
        self.source = source
        prefix = PythonRegex.literalPrefix(of: source)
        let translation = try PythonRegex.translate(source)
        hasLongSteps = translation.hasLongSteps
        var error: Int32 = 0
        var offset = 0
        let context = pcre2_compile_context_create_8(nil)
        defer { pcre2_compile_context_free_8(context) }
        pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
        // Without possessive repeats of its own, whatever a repeat has looked at is given back step by step: so the
        // steps, which are counted, are a fair measure of the work.
        let options =
            UInt32(PCRE2_UTF) | UInt32(PCRE2_UCP) | PCRE2_ANCHORED | UInt32(PCRE2_NEVER_BACKSLASH_C)
            | UInt32(PCRE2_NO_AUTO_POSSESS)
        let compiled = translation.pattern.withUnsafeBufferPointer {
            pcre2_compile_8($0.baseAddress, $0.count, options, &error, &offset, context)
        }
        guard let compiled else {
            let reason = PythonRegex.Problem.Reason(pcre2: error)
            throw PythonRegex.Problem(reason: reason, place: translation.place(of: reason, offset))
        }
        code = Code(pointer: compiled)
    }

    deinit {
        pcre2_code_free_8(code.pointer)
    }

    /// False when it is plain to see that a text does not match.
    func mayMatch(_ text: String) -> Bool { text.utf8.starts(with: prefix) }

    /// How many steps a unit of work stands for is told by how much of a text one step may look at.
    func steps(for work: Int, on length: Int) -> Int {
        hasLongSteps ? max(1, work / (1 + length / 16)) : work
    }

    /// Matches within a number of steps of PCRE2's matcher, which counts the same for the same text every time.
    func match(_ text: String, steps: Int, _ memory: Memory) -> Attempt {
        pcre2_set_match_limit_8(memory.context, UInt32(clamping: steps))
        var text = text
        let result = text.withUTF8 {
            pcre2_match_8(
                code.pointer, $0.baseAddress, $0.count, 0, UInt32(PCRE2_NO_UTF_CHECK), memory.data, memory.context)
        }
        // 0 is a match, too: there was no room for the groups.
        if result >= 0 { return .matches }
        switch result {
        case PCRE2_ERROR_NOMATCH: return .differs
        case PCRE2_ERROR_MATCHLIMIT: return .unfinished
        case PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_DEPTHLIMIT: return .tooLarge
        default: return .failed(result)
        }
    }

    /// What PCRE2 works in while it matches; for one match at a time.
    final class Memory {
        fileprivate let data: OpaquePointer
        fileprivate let context: OpaquePointer

        /// Kibibytes that one match may take.
        private static let most: UInt32 = 32 << 10

        /// Nil when there is none.
        init?() {
            guard let data = pcre2_match_data_create_8(1, nil) else { return nil }
            guard let context = pcre2_match_context_create_8(nil) else {
                pcre2_match_data_free_8(data)
                return nil
            }
            self.data = data
            self.context = context
            pcre2_set_heap_limit_8(context, Self.most)
        }

        deinit {
            pcre2_match_data_free_8(data)
            pcre2_match_context_free_8(context)
        }
    }
}
