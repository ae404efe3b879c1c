import Glibc
import Testing

/// Every scenario through every driver, at the root and below a path.
///
/// One function per driver, so that one can be run alone. A driver gets one request at a time; several drivers work side
/// by side.
@Suite(SharedInstallations())
struct ConformanceTests {
    @Test(.serialized, arguments: Cell.row(.memory)) func inMemory(_ cell: Cell) throws { try run(cell) }

    @Test(.serialized, arguments: Cell.row(.cgi)) func cgiProcess(_ cell: Cell) throws { try run(cell) }

    @Test(.serialized, arguments: Cell.row(.fastcgi)) func fastCGISocket(_ cell: Cell) throws { try run(cell) }

    @Test(.serialized, arguments: Cell.row(.standalone)) func standalone(_ cell: Cell) throws { try run(cell) }

    @Test(.serialized, arguments: Cell.row(.web(.nginx))) func nginx(_ cell: Cell) throws { try run(cell) }

    @Test(.serialized, arguments: Cell.row(.web(.apacheFcgid))) func apacheFcgid(_ cell: Cell) throws { try run(cell) }

    @Test(.serialized, arguments: Cell.row(.web(.apacheProxyFcgi))) func apacheProxyFcgi(_ cell: Cell) throws {
        try run(cell)
    }

    @Test(.serialized, arguments: Cell.row(.web(.apacheCGI))) func apacheCGI(_ cell: Cell) throws { try run(cell) }

    @Test(.serialized, arguments: Cell.row(.web(.haproxy))) func haproxy(_ cell: Cell) throws { try run(cell) }

    @Test(.serialized, arguments: Cell.row(.web(.lighttpd))) func lighttpd(_ cell: Cell) throws { try run(cell) }

    @Test(.serialized, arguments: Cell.row(.web(.caddy))) func caddy(_ cell: Cell) throws { try run(cell) }

    private func run(_ cell: Cell) throws {
        try cell.installation.requirePrograms()
        let entry = try #require(RunningInstallations.current).entry(cell.installation)
        try Bench(installation: cell.installation, sandbox: entry.sandbox, driver: entry.driver).run(cell.scenario)
    }
}

/// One cell of the table.
struct Cell: Sendable, CustomTestStringConvertible {
    var installation: Installation
    var scenario: Scenario

    /// All cells of a driver, mount by mount.
    static func row(_ kind: Installation.Kind) -> [Cell] {
        Mount.all(for: kind).map { Installation(kind: kind, mount: $0) }.flatMap { installation in
            Scenario.all(for: kind).filter { $0.applies(to: installation) }.map {
                Cell(installation: installation, scenario: $0)
            }
        }
    }

    var testDescription: String { "\(installation.testDescription): \(scenario.name)" }
}
