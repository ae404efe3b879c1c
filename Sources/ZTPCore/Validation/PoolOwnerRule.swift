/// A pool's owners that are read as false: the entries are free, which their text does not show.
enum PoolOwnerRule {
    /// One for a pool, at the first of them.
    ///
    /// - Parameter bytes: of a pool's file; what is wrong with the file otherwise is said elsewhere.
    static func diagnostic(of bytes: [UInt8], file: String) -> Diagnostic? {
        guard case .success(let text) = PoolText.read(bytes) else { return nil }
        let found = text.falseOwners
        guard let first = found.first else { return nil }
        let others = found.count > 1 ? " (and \(found.count - 1) more)" : ""
        return Diagnostic(
            .warning, file, first.written.mark,
            "the owner '\(first.written.text)' of '\(first.entry)' is read as false, so the entry is free\(others); "
                + "expected null, or a node's name in quotes")
    }
}
