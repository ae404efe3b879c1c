import Glibc

/// Asks until the answer is yes or the time is up; returns whether it was yes.
func wait(seconds: Double, until condition: () throws -> Bool) rethrows -> Bool {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .seconds(seconds) {
        if try condition() { return true }
        usleep(10_000)
    }
    return try condition()
}
