/// One option of ztpserver.conf, for those who explain it: the manual page.
public struct ConfigurationOption: Sendable, Hashable {
    public var section: String
    public var name: String
    /// What its value may be, in words.
    public var allowed: String

    public init(section: String, name: String, allowed: String) {
        self.section = section
        self.name = name
        self.allowed = allowed
    }
}

extension Configuration {
    /// Every option that the file may have, by section and name.
    public static var options: [ConfigurationOption] {
        Option.table.flatMap { section, options in
            options.map { ConfigurationOption(section: section, name: $0.key, allowed: $0.value.allowed) }
        }.sorted { ($0.section, $0.name) < ($1.section, $1.name) }
    }
}
