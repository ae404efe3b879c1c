import Glibc
import SystemPackage

/// Programs with those whom they started, directly or through others.
enum ProcessTree {
    /// How often the process table is looked through, for those who were started meanwhile.
    private static let most = 16

    /// Kills programs, their process groups, and their descendants that have left the group (`setsid(2)`).
    ///
    /// Whoever lost its parent before cannot be found any more.
    static func kill(_ roots: Set<pid_t>) {
        guard !roots.isEmpty else { return }
        // What is stopped starts nobody new while the others are looked for.
        for root in roots { signal(group: root, SIGSTOP) }
        var known = roots
        for _ in 0..<most {
            let started = children(of: known)
            guard !started.isEmpty else { break }
            for process in started { Glibc.kill(process, SIGSTOP) }
            known.formUnion(started)
        }
        for root in roots { signal(group: root, SIGKILL) }
        for process in known { Glibc.kill(process, SIGKILL) }
    }

    private static func signal(group leader: pid_t, _ number: Int32) {
        Glibc.kill(-leader, number)
        // A program may have joined another group.
        Glibc.kill(leader, number)
    }

    /// Those whose parent is among these, and who are not.
    private static func children(of parents: Set<pid_t>) -> Set<pid_t> {
        var children: Set<pid_t> = []
        for name in (try? FilePath.names(in: "/proc")) ?? [] {
            guard let process = pid_t(name), !parents.contains(process), let parent = parent(of: process),
                parents.contains(parent)
            else { continue }
            children.insert(process)
        }
        return children
    }

    /// The fourth field of `/proc/PID/stat`; the second, a name in parentheses, may hold anything (proc(5)).
    private static func parent(of process: pid_t) -> pid_t? {
        guard let file = try? FileDescriptor.open("/proc/\(process)/stat", .readOnly, options: .closeOnExec)
        else { return nil }
        defer { try? file.close() }
        var bytes = [UInt8](repeating: 0, count: 512)
        guard let count = try? bytes.withUnsafeMutableBytes({ try file.read(into: $0) }),
            let mark = bytes[..<count].lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let fields = bytes[(mark + 1)..<count].split(separator: UInt8(ascii: " "))
        return fields.count > 1 ? pid_t(String(decoding: fields[1], as: UTF8.self)) : nil
    }
}
