// libyaml, as Yams brings it along. Yams itself compares and hashes keys as `String` does, and follows aliases without end.
internal import CYaml

/// What libyaml finds in a text, one event after the other. Used by one thread.
final class YAMLEvents {
    struct Event {
        var kind: Kind
        /// Where it begins.
        var mark: SourceMark
    }

    enum Kind {
        case documentStart
        case documentEnd
        case streamEnd
        case scalar(YAMLScalar, anchor: ExactText?)
        case alias(ExactText)
        case sequenceStart(tag: String, anchor: ExactText?)
        case mappingStart(tag: String, anchor: ExactText?)
        /// The end of the innermost list or mapping.
        case collectionEnd
        /// What says nothing about the document.
        case nothing
    }

    // On the heap: libyaml keeps the address.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeBufferPointer<UInt8>

    /// - Parameter text: UTF-8, which has to stay where it is for as long as events are taken.
    init(text: UnsafeBufferPointer<UInt8>) throws(YAMLProblem) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            throw YAMLProblem(mark: nil, reason: "there is no memory to read it")
        }
        self.parser = parser
        self.text = text
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    func next() throws(YAMLProblem) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw problem }
        defer { yaml_event_delete(&event) }
        return Event(kind: Self.kind(of: event), mark: SourceMark(event.start_mark))
    }

    private static func kind(of event: yaml_event_t) -> Kind {
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_STREAM_END_EVENT: return .streamEnd
        case YAML_ALIAS_EVENT: return .alias(text(event.data.alias.anchor).map { ExactText($0) } ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE || scalar.style == YAML_ANY_SCALAR_STYLE
            return .scalar(
                YAMLScalar(
                    text: String(decoding: bytes, as: UTF8.self), isPlain: isPlain, tag: text(scalar.tag) ?? ""),
                anchor: text(scalar.anchor).map { ExactText($0) })
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return .sequenceStart(tag: text(start.tag) ?? "", anchor: text(start.anchor).map { ExactText($0) })
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return .mappingStart(tag: text(start.tag) ?? "", anchor: text(start.anchor).map { ExactText($0) })
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .collectionEnd
        default: return .nothing
        }
    }

    private static func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    /// Why there is no next event.
    private var problem: YAMLProblem {
        let state = parser.pointee
        let reason = state.problem.map { String(cString: $0) } ?? ""
        // libyaml looks ahead, and may meet its own limit first.
        if reason.utf8.starts(with: "Maximum nesting level".utf8) {
            return YAMLProblem(mark: SourceMark(state.mark), reason: Document.Excess.depth)
        }
        switch state.error {
        case YAML_READER_ERROR:
            return YAMLProblem(
                mark: SourceMark(offset: state.problem_offset, in: text), unreadable: state.problem_value)
        case YAML_SCANNER_ERROR, YAML_PARSER_ERROR:
            return YAMLProblem(
                libyaml: reason, at: SourceMark(state.problem_mark),
                reading: state.context.map { String(cString: $0) } ?? "", since: SourceMark(state.context_mark),
                in: text)
        default:
            return YAMLProblem(mark: nil, reason: "there is not enough memory to read it")
        }
    }
}

extension SourceMark {
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: Int(clamping: mark.line) &+ 1, column: Int(clamping: mark.column) &+ 1)
    }

    /// The place of a byte. Columns count code points, as libyaml's do.
    fileprivate init(offset: Int, in text: UnsafeBufferPointer<UInt8>) {
        let before = text.prefix(max(0, offset))
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        self.init(
            line: before.count { $0 == UInt8(ascii: "\n") } + 1,
            column: before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1)
    }
}
