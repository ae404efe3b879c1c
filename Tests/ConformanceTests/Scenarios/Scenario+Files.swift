import Testing

extension Scenario {
    /// 3 MiB without a period that a copying error could hide in.
    static let image: [UInt8] = {
        var state: UInt32 = 1
        return (0..<3 << 20).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(state >> 24)
        }
    }()

    private static let second = 1_700_000_000
    private static let date = "Tue, 14 Nov 2023 22:13:20 GMT"

    /// GET /files/PATH
    static let files: [Scenario] =
        [
            Scenario(
                "file: validators and length",
                given: [.file("files/fi_a", "0123456789", modified: second)],
                .call(
                    .get("/files/fi_a"),
                    .plain(
                        "0123456789",
                        ["ETag": .strongTag, "Last-Modified": .equals(date), "Accept-Ranges": .equals("bytes")])),
                .call(
                    .head("/files/fi_a"),
                    Expectation(
                        status: .exactly(200), type: Expectation.plain,
                        fields: [("ETag", .unchanged), ("Last-Modified", .unchanged)],
                        body: .announced(10)))),
            Scenario(
                "file: every extension is text/plain and never compressed",
                given: [.file("files/fi.tar.gz", "gz"), .file("files/fi.html", "html"), .file("files/fi.json", "{}")],
                .call(.get("/files/fi.tar.gz", ["Accept-Encoding": "gzip, deflate"]), .plain("gz")),
                .call(.get("/files/fi.html", ["Accept-Encoding": "gzip, deflate"]), .plain("html")),
                .call(.get("/files/fi.json", ["Accept-Encoding": "gzip, deflate"]), .plain("{}"))),
            Scenario(
                "file: 3 MiB",
                given: [.bytes("files/fi.swi", image)],
                .call(.get("/files/fi.swi", ["Accept-Encoding": "gzip, deflate"]).carryingNull, .plain(image)),
                .call(
                    .head("/files/fi.swi"),
                    Expectation(status: .exactly(200), type: Expectation.plain, body: .announced(3 << 20))),
                .call(.get("/meta/files/fi.swi"), .meta(image)),
                .call(
                    .get("/files/fi.swi", ["Range": "bytes=1048576-2097151"]),
                    .plain(Array(image[1 << 20..<2 << 20]), status: 206))),
            Scenario(
                "file: empty",
                given: [.file("files/fi_empty", "")],
                .call(.get("/files/fi_empty"), .plain("")),
                .call(.get("/meta/files/fi_empty"), .meta([]))),
            Scenario(
                "file: names with blanks, UTF-8, plus and dots",
                given: [.file("files/fi a é+..b", "odd"), .file("files/.fi_hidden", "dot")],
                .call(.get("/files/fi%20a%20%C3%A9+..b"), .plain("odd")),
                .call(.get("/files/fi%20a%20%c3%a9%2B..b"), .plain("odd")),
                .call(.get("/files/.fi_hidden"), .plain("dot"))),
            Scenario(
                "file: nested, an encoded slash separates as well",
                given: [.file("files/fi_n/b/c.txt", "nested")],
                .call(.get("/files/fi_n/b/c.txt"), .plain("nested")),
                .call(.get("/files/fi_n%2Fb%2Fc.txt"), .plain("nested")),
                .call(.get("/files/fi_n%2fb/c.txt"), .plain("nested")),
                .call(.get("/meta/files/fi_n%2Fb/c.txt"), .meta(Array("nested".utf8)))),
            Scenario(
                "file: the operator's link is followed",
                given: [.linkOutside("files/fi_link", Array("linked".utf8))],
                .call(.get("/files/fi_link"), .plain("linked")),
                .call(.get("/meta/files/fi_link"), .meta(Array("linked".utf8)))),
            Scenario(
                "file: absent",
                .call(.get("/files/fi_absent"), .bare(404)),
                .call(.get("/files/fi_absent/deeper"), .bare(404))),
            Scenario(
                "file: a folder, or below a file",
                given: [.file("files/fi_d/x", "x")],
                .call(.get("/files/fi_d"), .bare(404)),
                .call(.get("/files/fi_d/"), .bare(404)),
                .call(.get("/files/fi_d/x/y"), .bare(404)),
                .call(.get("/files/fi_d/x/"), .bare(404))),
            Scenario(
                "file: an edit is seen by the next request",
                given: [.file("files/fi_edit", "one")],
                .call(.get("/files/fi_edit"), .plain("one")),
                .edit(.file("files/fi_edit", "another")),
                .call(.get("/files/fi_edit"), .plain("another", ["ETag": .changed])),
                .edit(.removed("files/fi_edit")),
                .call(.get("/files/fi_edit"), .bare(404))),
        ] + conditions

    private static let conditions: [Scenario] = [
        Scenario(
            "condition: If-None-Match with the file's tag",
            given: [.file("files/co_tag", "x", modified: second)],
            .call(.get("/files/co_tag"), .plain("x")),
            .call(.get("/files/co_tag", ["If-None-Match": .previous("ETag")]), .notModified),
            .call(.get("/files/co_tag", ["If-None-Match": "\"other\""]), .plain("x")),
            .call(.get("/files/co_tag", ["If-None-Match": "*"]), .notModified),
            .call(.get("/files/co_tag", ["If-None-Match": "\"other\"", "If-Modified-Since": .text(date)]), .plain("x"))),
        Scenario(
            "condition: If-Modified-Since",
            given: [.file("files/co_date", "x", modified: second)],
            .call(.get("/files/co_date", ["If-Modified-Since": .text(date)]), .notModified),
            .call(.get("/files/co_date", ["If-Modified-Since": "Tue, 14 Nov 2023 22:13:19 GMT"]), .plain("x")),
            .call(.get("/files/co_date", ["If-Modified-Since": "nonsense"]), .plain("x"))),
        Scenario(
            "condition: If-Range",
            given: [.file("files/co_range", "0123456789", modified: second)],
            .call(.get("/files/co_range"), .plain("0123456789")),
            .call(
                .get("/files/co_range", ["Range": "bytes=2-3", "If-Range": .previous("ETag")]),
                .plain("23", status: 206, ["Content-Range": .equals("bytes 2-3/10")])),
            .call(
                .get("/files/co_range", ["Range": "bytes=2-3", "If-Range": "\"other\""]),
                .plain("0123456789", ["Content-Range": .absent])),
            .call(
                .get("/files/co_range", ["Range": "bytes=2-3", "If-Range": .text(date)]), .plain("23", status: 206)),
            .call(
                .get("/files/co_range", ["Range": "bytes=2-3", "If-Range": "Tue, 14 Nov 2023 22:13:19 GMT"]),
                .plain("0123456789"))),
    ]
}
