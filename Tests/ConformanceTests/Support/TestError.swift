import Glibc

/// Why a test cannot go on: the surroundings, not the product's answer.
struct TestError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }

    /// A system call that failed, with the text of its error code.
    static func system(_ call: String, _ code: Int32 = errno) -> TestError {
        TestError("\(call): \(String(cString: strerror(code)))")
    }
}
