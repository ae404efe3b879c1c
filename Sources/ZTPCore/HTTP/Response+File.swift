import HTTPTypes

extension Response {
    /// The answer to a request for a file: 200, 304 for a client that has it, 206 for a part, 416 for none.
    static func file(_ slice: FileSlice, type: String, answering request: Request) -> Response {
        let tag = EntityTag(slice.stamp)
        let asked = request.head.headerFields
        var fields: HTTPFields = [.acceptRanges: "bytes", .contentType: type, .eTag: tag.text]
        fields[.lastModified] = HTTPDate.text(slice.stamp.modified.seconds)
        if isCurrent(asked, tag, slice.stamp) {
            fields[.contentType] = nil
            return Response(status: .notModified, fields: fields)
        }
        switch range(asked, request.head.method, tag, slice.stamp) {
        case .whole:
            return Response(status: .ok, fields: fields, body: .file(slice))
        case .part(let offset, let length):
            fields[.contentRange] = "bytes \(offset)-\(offset + length - 1)/\(slice.length)"
            var part = slice
            part.offset = offset
            part.length = length
            return Response(status: .partialContent, fields: fields, body: .file(part))
        case .unsatisfiable:
            return .bare(.rangeNotSatisfiable, fields: [.contentRange: "bytes */\(slice.length)"])
        }
    }

    /// The answer to a request for a file that somebody is writing: the next attempt may find it complete.
    static var changing: Response { .bare(.serviceUnavailable, fields: [.retryAfter: "1"]) }

    private static func isCurrent(_ asked: HTTPFields, _ tag: EntityTag, _ stamp: FileStamp) -> Bool {
        if let tags = asked[.ifNoneMatch] { return tag.isNamed(in: tags) }
        guard let since = asked[.ifModifiedSince].flatMap(HTTPDate.seconds) else { return false }
        return stamp.modified.seconds <= since
    }

    private static func range(
        _ asked: HTTPFields, _ method: HTTPRequest.Method, _ tag: EntityTag, _ stamp: FileStamp
    ) -> ByteRange {
        guard method == .get else { return .whole }
        if let condition = asked[.ifRange] {
            guard condition.isSame(as: tag.text) || HTTPDate.seconds(condition) == stamp.modified.seconds else {
                return .whole
            }
        }
        return ByteRange(asked[.range], size: stamp.size)
    }
}
