package import Glibc

/// A moment as file systems keep it. Any moment: some file systems hold times of the year 292 billion, which do not fit
/// into nanoseconds since 1970.
public struct FileTime: Sendable, Hashable {
    /// Whole seconds since 1970, rounded down: -1 for the last second of 1969.
    public var seconds: Int64
    /// From 0 to 999,999,999.
    public var nanoseconds: Int64

    public init(seconds: Int64, nanoseconds: Int64 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    package init(_ time: timespec) {
        self.init(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }

    /// The time of the clock that file systems take theirs from.
    static var now: FileTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return FileTime(time)
    }

    /// The moment that many seconds before, or the first moment there is.
    func earlier(bySeconds distance: Int64) -> FileTime {
        let (earlier, isTooEarly) = seconds.subtractingReportingOverflow(distance)
        return isTooEarly ? FileTime(seconds: .min) : FileTime(seconds: earlier, nanoseconds: nanoseconds)
    }

    /// Nanoseconds since 1970, modulo 2⁶⁴: tells moments apart that are less than 584 years away from each other.
    var wrappedNanoseconds: UInt64 { UInt64(bitPattern: seconds &* 1_000_000_000 &+ nanoseconds) }
}

extension FileTime: Comparable {
    public static func < (left: FileTime, right: FileTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}
