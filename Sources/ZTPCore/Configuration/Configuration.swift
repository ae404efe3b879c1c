public import SystemPackage

/// Everything `ztpserver.conf` says, one value per section. Read once, at the start of a process.
public struct Configuration: Sendable, Equatable {
    /// Section `[default]`.
    public var general = General()
    public var server = Server()
    public var bootstrap = Bootstrap()
    public var neighbordb = Neighbordb()
    public var fastcgi = FastCGI()
    public var limits = Limits()
    public var resources = Resources()

    public init() {}

    /// Section `[default]`.
    public struct General: Sendable, Equatable {
        /// The directory that holds everything the server serves and keeps.
        public var dataRoot: FilePath = "/usr/share/ztpserver"
        public var identifier: Identifier = .serialNumber
        // The literal is a valid URL; a test pins it.
        public var serverURL = ServerURL("http://ztpserver:8080")!
        /// False silences everything but errors at the start.
        public var logging = true
        /// False silences the process's own standard error; request lines still reach the web server.
        public var consoleLogging = true
        /// What a line of text looks like.
        public var consoleLoggingFormat = LogFormat.standard
        public var logFormat = LogFormatChoice.text
        /// True serves definitions without holding the node against its pattern.
        public var disableTopologyValidation = false
        /// Seconds that a node's config-handler may run.
        public var configHandlerTimeout = 25.0
    }

    /// What identifies a node: the value of `[default] identifier`.
    public enum Identifier: String, Sendable, CaseIterable {
        case serialNumber = "serialnumber"
        case systemMAC = "systemmac"
    }

    /// Whether log lines are for people or for programs: the value of `[default] log_format`.
    public enum LogFormatChoice: String, Sendable, CaseIterable {
        /// As `console_logging_format` says.
        case text
        /// One JSON object per line.
        case json
    }

    /// Section `[server]`: the standalone server.
    public struct Server: Sendable, Equatable {
        /// Address to listen on, IPv4 or IPv6.
        public var interface = "0.0.0.0"
        public var port = 8080
    }

    /// Section `[bootstrap]`.
    public struct Bootstrap: Sendable, Equatable {
        /// Name of the bootstrap script in `data_root/bootstrap`, or an absolute path.
        public var filename = "bootstrap"
    }

    /// Section `[neighbordb]`.
    public struct Neighbordb: Sendable, Equatable {
        /// Name of the neighbordb in `data_root`, or an absolute path.
        public var filename = "neighbordb"
    }

    /// Section `[fastcgi]`: the gateway.
    public struct FastCGI: Sendable, Equatable {
        /// Requests that one process answers at the same time.
        public var threads = 16
    }

    /// Section `[resources]`.
    public struct Resources: Sendable, Equatable {
        /// The database of `sqlite('table')`; nil for `db/resources.db` in data_root.
        public var sqlite: FilePath?
        /// Seconds that a plugin may run.
        public var pluginTimeout = 10.0
    }

    /// Section `[limits]`.
    public struct Limits: Sendable, Equatable {
        /// Longest request body in bytes; longer ones get 413.
        public var maxBody = 16 << 20
    }
}
