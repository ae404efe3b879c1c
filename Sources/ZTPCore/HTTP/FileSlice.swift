import Glibc
public import SystemPackage

/// A byte range of a file, as it was when the response was made.
public struct FileSlice: Sendable, Equatable {
    /// The file. Absolute or relative to the working directory of the process.
    public var path: FilePath
    /// First byte, from 0.
    public var offset: Int64
    /// How many bytes.
    public var length: Int64
    /// What the file looked like when its head was written.
    public var stamp: FileStamp

    /// Opens the file for reading, positioned at `offset`.
    ///
    /// - Returns: a descriptor that the caller closes, or nil when the file has been replaced or removed since the
    ///   response was made; then the request is best answered anew.
    public func open() -> FileDescriptor? {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec]) else { return nil }
        guard FileStamp(of: file) == stamp, (try? file.seek(offset: offset, from: .start)) == offset else {
            try? file.close()
            return nil
        }
        return file
    }
}
