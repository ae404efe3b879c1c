import Glibc
import SystemPackage

extension FileDescriptor {
    /// Reads to the end of the file. Refuses a directory (`EISDIR`), as `read(2)` does.
    func readAll() throws -> [UInt8] {
        var status = Glibc.stat()
        guard fstat(rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
        var bytes: [UInt8] = []
        // One byte more than the file has, so that a regular file is done in two reads.
        var chunk = Int(status.st_size) + 1
        while true {
            let old = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: max(chunk, 4096)))
            let count = try bytes.withUnsafeMutableBytes { buffer in
                try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[old...]))
            }
            bytes.removeLast(bytes.count - old - count)
            if count == 0 { return bytes }
            chunk = 64 << 10
        }
    }
}
