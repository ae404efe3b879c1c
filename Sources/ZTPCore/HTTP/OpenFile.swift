public import SystemPackage

/// An open file whose descriptor is closed when the last reference goes.
public final class OpenFile: Sendable {
    public let descriptor: FileDescriptor

    init(descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    deinit {
        try? descriptor.close()
    }

    /// Reads up to `count` bytes at the current position; empty at the end of the file or on a read error.
    public func read(upTo count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = (try? descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))) ?? 0
        }
    }
}
