import Glibc
package import SystemPackage

extension FileDescriptor {
    /// Far beyond whatever is read as a whole. A file of more, be it a sparse one, would fill the memory.
    package static let mostRead = 64 << 20

    /// Reads to the end of the file. Refuses a directory (`EISDIR`), as `read(2)` does, and a file of more than
    /// `mostRead` bytes (`EFBIG`).
    package func readToEnd() throws -> [UInt8] {
        var status = Glibc.stat()
        guard fstat(rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
        guard status.st_size <= Self.mostRead else { throw Errno.fileTooLarge }
        var bytes: [UInt8] = []
        // One byte more than the file has, so that a regular file is done in one read.
        var room = max(Int(status.st_size), 4095) + 1
        while true {
            let chunk = try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                count = try read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            let count = chunk.count
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            guard bytes.count <= Self.mostRead else { throw Errno.fileTooLarge }
            let isRegular = status.st_mode & S_IFMT == S_IFREG
            if count == 0 || isRegular && count < room { return bytes }
            room = 64 << 10
        }
    }
}
