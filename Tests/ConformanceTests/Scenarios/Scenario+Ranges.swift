import Testing

extension Scenario {
    private static let digits: [Given] = [.file("files/ra_digits", "0123456789")]

    /// Range on /files
    static let ranges: [Scenario] =
        [
            ("0-0", "0", "0-0"), ("2-5", "2345", "2-5"), ("7-", "789", "7-9"), ("-3", "789", "7-9"),
            ("5-100", "56789", "5-9"),
            ("-100", "0123456789", "0-9"), ("0-", "0123456789", "0-9"),
        ].map { range, part, answered in
            Scenario(
                "range: bytes=\(range)", given: digits,
                .call(
                    .get("/files/ra_digits", ["Range": .text("bytes=\(range)")]),
                    .plain(part, status: 206, ["Content-Range": .equals("bytes \(answered)/10")])))
        }
        + ["10-", "100-200", "-0"].map { range in
            Scenario(
                "range: bytes=\(range) cannot be satisfied", given: digits,
                .call(
                    .get("/files/ra_digits", ["Range": .text("bytes=\(range)")]),
                    Expectation(
                        status: .exactly(416), type: nil, fields: [("Content-Range", .equals("bytes */10"))], body: .any
                    )))
        }
        + ["bytes=5-2", "bytes=a-b", "bytes=", "lines=0-1", "0-1"].map { range in
            Scenario(
                "range: \(range) is ignored", given: digits,
                .call(.get("/files/ra_digits", ["Range": .text(range)]), .plain("0123456789")))
        } + [
            Scenario(
                "range: several may be answered with the whole", given: digits,
                .call(
                    .get("/files/ra_digits", ["Range": "bytes=0-1,4-5"]),
                    Expectation(status: .oneOf([200, 206]), fields: [("Content-Encoding", .absent)], body: .any))),
            Scenario(
                "range: does not apply to HEAD", given: digits,
                .call(
                    Call(method: "HEAD", target: "/files/ra_digits", fields: [("Range", "bytes=0-1")]),
                    Expectation(status: .oneOf([200, 206]), type: Expectation.plain, body: .any))),
        ]
}
