import CPCRE2

/// A regular expression that matches from the start of a text on, as Python's `re.match` does.
///
/// Texts come from switches that nobody knows yet, so the work of one match is limited. Immutable after compiling and
/// therefore safe to use from any thread.
final class BoundedRegex: Sendable {
    /// As it was written.
    let source: String
    private let code: Code
    /// What every match begins with, as far as that is plain to see; telling a name apart by it is much quicker.
    let prefix: [UInt8]

    /// PCRE2 only reads compiled code while it matches, from as many threads as there are.
    private struct Code: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    enum Outcome: Sendable {
        case matches
        case differs
        /// The limit was reached before it was known.
        case exhausted
    }

    /// How many steps of the matcher one match may take: about a millisecond.
    private static let stepLimit: UInt32 = 100_000

    init(_ source: String) throws(PythonRegex.Problem) {
        self.source = source
        prefix = PythonRegex.literalPrefix(of: source)
        let pattern = Array(try PythonRegex.translate(source).utf8)
        var error: Int32 = 0
        var offset = 0
        let context = pcre2_compile_context_create_8(nil)
        defer { pcre2_compile_context_free_8(context) }
        pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
        let options = PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED | PCRE2_NEVER_BACKSLASH_C
        let compiled = pattern.withUnsafeBufferPointer {
            pcre2_compile_8($0.baseAddress, $0.count, UInt32(options), &error, &offset, context)
        }
        guard let compiled else { throw PythonRegex.Problem(reason: Self.message(error)) }
        code = Code(pointer: compiled)
    }

    deinit {
        pcre2_code_free_8(code.pointer)
    }

    /// False when it is plain to see that a text does not match.
    func mayMatch(_ text: String) -> Bool { text.utf8.starts(with: prefix) }

    func match(_ text: String) -> Outcome {
        guard mayMatch(text) else { return .differs }
        guard let data = pcre2_match_data_create_8(1, nil), let context = pcre2_match_context_create_8(nil) else {
            return .exhausted
        }
        defer {
            pcre2_match_data_free_8(data)
            pcre2_match_context_free_8(context)
        }
        pcre2_set_match_limit_8(context, Self.stepLimit)
        pcre2_set_depth_limit_8(context, Self.stepLimit)
        var text = text
        let result = text.withUTF8 {
            pcre2_match_8(code.pointer, $0.baseAddress, $0.count, 0, UInt32(PCRE2_NO_UTF_CHECK), data, context)
        }
        // 0 is a match, too: there was no room for the groups.
        if result >= 0 { return .matches }
        return result == PCRE2_ERROR_NOMATCH ? .differs : .exhausted
    }

    private static func message(_ error: Int32) -> String {
        var text = [UInt8](repeating: 0, count: 256)
        let length = pcre2_get_error_message_8(error, &text, text.count)
        return length > 0 ? String(decoding: text[..<Int(length)], as: UTF8.self) : "error \(error)"
    }
}
