import Testing

@testable import ZTPCore

/// What the operator's programs find in their environment.
@Suite struct ChildEnvironmentTests {
    private static func inherited(_ entries: String...) -> [String] {
        ChildEnvironment(inheriting: entries.map { Array($0.utf8) }).entries.map { String(decoding: $0, as: UTF8.self) }
    }

    /// In a CGI program the request is in it; a client's `Proxy:` would be everybody's proxy.
    @Test func ofACGIProgram() {
        #expect(
            Self.inherited(
                "PATH=/usr/bin", "GATEWAY_INTERFACE=CGI/1.1", "HTTP_PROXY=http://evil", "ZTPS_CONFIG=/etc/z.conf",
                "QUERY_STRING=", "MYSQL_USER=root", "http_proxy=http://proxy", "SERVER_NAME=host")
                == ["PATH=/usr/bin", "ZTPS_CONFIG=/etc/z.conf", "MYSQL_USER=root", "http_proxy=http://proxy"])
    }

    /// FastCGI and the standalone server get theirs from the operator alone (a unit's Environment=, FcgidInitialEnv).
    @Test func ofEveryOtherProcess() {
        #expect(
            Self.inherited(
                "HTTP_PROXY=http://proxy", "SERVER_ROOM=7", "REMOTE_DATABASE=db", "LISTEN_FDS=1", "LISTEN_PID=9",
                "LISTEN_FDNAMES=ztp")
                == ["HTTP_PROXY=http://proxy", "SERVER_ROOM=7", "REMOTE_DATABASE=db"])
    }

    @Test func settingReplaces() {
        let environment = ChildEnvironment(inheriting: ["A=1", "ZTPS_NODE=old", "ZTPS_NODES=2"].map { Array($0.utf8) })
        #expect(
            environment.setting("ZTPS_NODE", "x=y é").entries.map { String(decoding: $0, as: UTF8.self) }
                == ["A=1", "ZTPS_NODES=2", "ZTPS_NODE=x=y é"])
    }

    @Test func bytesThatAreNotTextStay() {
        let entry = Array("NAME=".utf8) + [0xFF, 0x80]
        #expect(ChildEnvironment(inheriting: [entry]).entries == [entry])
    }
}
