import Glibc

/// Dates of header fields (RFC 9110, section 5.6.7).
enum HTTPDate {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`; nil for a year that does not have four digits, which no such date can say.
    static func text(_ seconds: Int64) -> String? {
        guard expressible.contains(seconds) else { return nil }
        var time = time_t(seconds)
        var fields = tm()
        gmtime_r(&time, &fields)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        func two(_ number: Int32) -> String { String(number).leftPadded(to: 2) }
        return "\(days[Int(fields.tm_wday)]), \(two(fields.tm_mday)) \(months[Int(fields.tm_mon)]) "
            + "\(String(fields.tm_year + 1900).leftPadded(to: 4)) \(two(fields.tm_hour)):\(two(fields.tm_min)):\(two(fields.tm_sec)) GMT"
    }

    /// From the start of the year 0 to the end of 9999.
    private static let expressible: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

    /// Seconds since 1970, from any of the three forms that a recipient must understand.
    static func seconds(_ text: String) -> Int64? {
        // No date is as long.
        guard text.utf8.count <= 64 else { return nil }
        let words = text.unicodeScalars.split { " ,-".unicodeScalars.contains($0) }.map(String.init)
        let (day, month, year, time): (String, String, String, String)
        switch words.count {
        case 6 where words[5] == "GMT": (day, month, year, time) = (words[1], words[2], words[3], words[4])
        case 5: (day, month, year, time) = (words[2], words[1], words[4], words[3])
        default: return nil
        }
        let clock = time.unicodeScalars.split(separator: ":", omittingEmptySubsequences: false).map {
            Int32(String($0))
        }
        guard let month = months.firstIndex(of: month), let day = Int32(day), (1...31).contains(day),
            let year = fullYear(year), clock.count == 3, let hour = clock[0], (0...23).contains(hour),
            let minute = clock[1], (0...59).contains(minute), let second = clock[2], (0...60).contains(second)
        else { return nil }
        var fields = tm()
        fields.tm_year = year - 1900
        fields.tm_mon = Int32(month)
        fields.tm_mday = day
        fields.tm_hour = hour
        fields.tm_min = minute
        fields.tm_sec = second
        return Int64(timegm(&fields))
    }

    /// Two digits are of this century below 70, as usual for the old form.
    private static func fullYear(_ text: String) -> Int32? {
        guard let year = Int32(text), year >= 0 else { return nil }
        switch text.utf8.count {
        case 4: return year
        case 2: return year < 70 ? 2000 + year : 1900 + year
        default: return nil
        }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
