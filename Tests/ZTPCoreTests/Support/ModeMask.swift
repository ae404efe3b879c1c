import Glibc
import SystemPackage

@testable import ZTPCore

/// The process's umask, read without changing it: other tests make files at the same time.
func modeMask() -> UInt32 {
    guard let file = try? FileDescriptor.open("/proc/self/status", .readOnly, options: .closeOnExec) else { return 0 }
    defer { try? file.close() }
    let text = String(decoding: (try? file.readToEnd()) ?? [], as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("Umask:") } ?? ""
    return UInt32(line.dropFirst(6).filter(\.isNumber), radix: 8) ?? 0
}
