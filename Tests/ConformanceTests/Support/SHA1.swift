/// SHA-1 by the system's own program, so that the product's is held against another implementation.
enum SHA1 {
    static func hex(of bytes: [UInt8]) throws -> String {
        guard let program = Products.find("sha1sum") else { throw TestError("no sha1sum") }
        let finished = try ChildProcess.run(program, input: bytes)
        guard finished.exit == .code(0), finished.output.count > 40 else {
            throw TestError("sha1sum: \(finished.error)")
        }
        return String(decoding: finished.output.prefix(40), as: UTF8.self)
    }
}
