import SystemPackage

/// An earlier version of a file, kept for a while after a newer one took its place.
///
/// Whoever opened the file before that, such as a shell with `echo … >> resources/mgmt`, writes to the earlier version.
/// The name of such a file says all that must be known to take over what comes late, so that any process can, also after
/// the one that displaced it was killed.
struct DisplacedVersion: Equatable {
    var folder: FilePath
    var name: Name

    var path: FilePath { folder.appending(name.description) }

    struct Name: Equatable {
        /// Stands for the path of the file.
        var file: UInt64
        /// When it was displaced, nanoseconds since 1970.
        var time: Int64
        /// The inode of the version that takes its place. A file of this inode is that version itself, which has not
        /// taken it yet.
        var successor: UInt64
        /// Bytes from the start that the newer versions hold or have changed on purpose.
        var taken: Int
        /// Of these bytes.
        var digest: UInt64
    }
}

extension DisplacedVersion.Name {
    /// - Parameter content: what the version holds, all of it taken over.
    init(of target: FilePath, successor: UInt64, content: some RandomAccessCollection<UInt8>, time: Int64) {
        file = Self.digest(Array(target.string.utf8))
        self.time = time
        self.successor = successor
        taken = content.count
        digest = Self.digest(content)
    }

    /// Tells texts apart that nobody makes alike on purpose (FNV-1a, by words).
    static func digest(_ bytes: some RandomAccessCollection<UInt8>) -> UInt64 {
        func mixed(_ hash: UInt64, _ value: UInt64) -> UInt64 {
            let hash = (hash ^ value) &* 0x100_0000_01b3
            return hash ^ (hash >> 29)
        }
        func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(bytes.count)
            var place = 0
            while place + 8 <= bytes.count {
                hash = mixed(hash, bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                place += 8
            }
            while place < bytes.count {
                hash = mixed(hash, UInt64(bytes[place]))
                place += 1
            }
            return hash
        }
        return bytes.withContiguousStorageIfAvailable { hash(UnsafeRawBufferPointer($0)) }
            ?? Array(bytes).withUnsafeBytes(hash)
    }

    private static let prefix = ".ztps-"
    private static let suffix = ".old"

    /// Nil for the name of anything else.
    init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), text.hasSuffix(Self.suffix) else { return nil }
        let parts = text.dropFirst(Self.prefix.count).dropLast(Self.suffix.count).split(
            separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { UInt64($0, radix: 16) }
        guard parts.count == 5, numbers.count == 5, let time = Int64(exactly: numbers[1]),
            let taken = Int(exactly: numbers[3])
        else { return nil }
        self.init(file: numbers[0], time: time, successor: numbers[2], taken: taken, digest: numbers[4])
    }

    /// Seconds since it was displaced; nil when the clock has been set back since.
    func age(at now: Int64) -> Double? {
        let (age, overflow) = now.subtractingReportingOverflow(time)
        return overflow || age < 0 ? nil : Double(age) / 1e9
    }
}

extension DisplacedVersion.Name: CustomStringConvertible {
    /// The name of the file. Its leading dot says that it is not a pool.
    var description: String {
        let numbers = [file, UInt64(bitPattern: time), successor, UInt64(bitPattern: Int64(taken)), digest]
        return Self.prefix + numbers.map { String($0, radix: 16) }.joined(separator: "-") + Self.suffix
    }
}
