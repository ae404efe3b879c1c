import Testing

/// Text that is pinned to the letter in a file of Snapshots/.
///
/// With the environment variable `ZTP_WRITE_SNAPSHOTS` set, the files are written anew; the change is then to be read in
/// the diff.
enum Snapshot {
    private static let folder = Products.package + "/Tests/ConformanceTests/Snapshots"

    static func expect(
        _ text: String, is name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = "\(folder)/\(name)"
        if Files.variable("ZTP_WRITE_SNAPSHOTS") != nil { try Files.write(file, Array(text.utf8)) }
        #expect(try Files.text(file) == text, sourceLocation: sourceLocation)
    }
}
