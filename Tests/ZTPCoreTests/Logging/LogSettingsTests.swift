import Logging
import Testing

@testable import ZTPCore

/// Which lines are written, and what stands in them.
@Suite struct LogSettingsTests {
    private func lines(
        _ format: String = "%(levelname)s %(message)s", level: Logger.Level = .info, logging: Bool = true,
        _ log: (Logger) -> Void
    ) -> [String] {
        var configuration = ZTPCore.Configuration()
        configuration.general.consoleLoggingFormat = LogFormat(format)
        configuration.general.logging = logging
        let sink = CollectedLines()
        log(LogSettings(configuration: configuration, level: level).logger(sink: sink))
        return sink.all
    }

    @Test func levelCounts() {
        let written = lines { logger in
            logger.debug("a")
            logger.info("b")
            logger.error("c")
        }
        #expect(written == ["INFO b", "ERROR c"])
        #expect(lines(level: .debug) { $0.debug("a") } == ["DEBUG a"])
    }

    @Test func loggingCanBeSwitchedOff() {
        #expect(lines(logging: false) { $0.critical("a") }.isEmpty)
    }

    @Test func metadataStandsBeforeTheMessage() {
        let written = lines("%(message)s") { logger in
            var logger = logger
            logger[metadataKey: "request"] = "7"
            logger[metadataKey: "zone"] = "z"
            logger.info("text", metadata: ["node": "JPE1", "also": "a", "peer": "::1"])
        }
        #expect(written == ["node=JPE1 peer=::1 request=7 also=a zone=z text"])
    }

    @Test func metadataCannotForgeALine() {
        let written = lines("%(message)s") { $0.info("text", metadata: ["node": "A\nERROR forged"]) }
        #expect(written == ["node=A\\x0aERROR forged text"])
    }

    @Test func moduleIsTheFile() {
        let written = lines("%(module)s %(name)s") { $0.info("text") }
        #expect(written == ["LogSettingsTests ztpserver"])
    }
}
