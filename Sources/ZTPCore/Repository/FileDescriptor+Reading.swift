import Glibc
package import SystemPackage

extension FileDescriptor {
    /// Reads to the end of the file. Refuses a directory (`EISDIR`), as `read(2)` does.
    package func readToEnd() throws -> [UInt8] {
        var status = Glibc.stat()
        guard fstat(rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
        var bytes: [UInt8] = []
        // One byte more than the file has, so that a regular file is done in one read.
        var room = max(Int(status.st_size), 4095) + 1
        while true {
            let chunk = try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                count = try read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            let count = chunk.count
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            let isRegular = status.st_mode & S_IFMT == S_IFREG
            if count == 0 || isRegular && count < room { return bytes }
            room = 64 << 10
        }
    }
}
