import Glibc

/// A user of the system, whose rights can be asked about.
struct ServiceAccount {
    let name: String
    private let user: uid_t
    private let group: gid_t
    private let groups: [gid_t]

    /// - Returns: nil when there is no such user.
    init?(name: String) {
        guard let entry = getpwnam(name) else { return nil }
        self.init(entry.pointee)
    }

    /// - Returns: nil when there is no such user.
    init?(id: uid_t) {
        guard let entry = getpwuid(id) else { return nil }
        self.init(entry.pointee)
    }

    private init?(_ entry: passwd) {
        name = String(cString: entry.pw_name)
        user = entry.pw_uid
        group = entry.pw_gid
        var count: Int32 = 256
        var list = [gid_t](repeating: 0, count: Int(count))
        guard getgrouplist(name, group, &list, &count) >= 0 else { return nil }
        groups = Array(list.prefix(Int(count)))
    }

    /// Whoever runs this.
    static var current: ServiceAccount? { ServiceAccount(id: geteuid()) }

    var isRoot: Bool { user == 0 }

    /// Name of the account's first group.
    var groupName: String { getgrgid(group).map { String(cString: $0.pointee.gr_name) } ?? String(group) }

    /// Whether this process can take the account's rights on.
    var canBeTakenOn: Bool { geteuid() == 0 || geteuid() == user }

    /// Runs `body` with the account's rights, as far as the process may take them on. Nothing else may run meanwhile.
    func withRights<Value>(_ body: () -> Value) -> Value {
        guard geteuid() == 0, !isRoot else { return body() }
        var own = [gid_t](repeating: 0, count: 65_536)
        let count = getgroups(Int32(own.count), &own)
        let ownGroup = getegid()
        _ = setgroups(groups.count, groups)
        _ = setegid(group)
        _ = seteuid(user)
        defer {
            _ = seteuid(0)
            _ = setegid(ownGroup)
            _ = setgroups(Int(max(0, count)), own)
        }
        return body()
    }
}
