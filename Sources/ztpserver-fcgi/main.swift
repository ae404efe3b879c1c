import ArgumentParser
import Glibc
import ZTPCore
import ZTPGateway

StandardDescriptors.openMissing()

let environment = CGIEnvironment(copying: environ)

/// Ends a start that failed: one line for the operator, and an answer if a web server waits for one.
func fail(_ reason: String, exitCode: Int32) -> Never {
    if environment.isCGI { CGIProcess.answerFailure() }
    StandardErrorSink().write(line: reason.escapingControls)
    exit(exitCode)
}

do {
    let arguments = environment.ownArguments(of: Array(CommandLine.arguments.dropFirst())) { arguments in
        (try? GatewayCommand.parse(arguments)) != nil
    }
    let command = try GatewayCommand.parse(arguments)
    try Gateway(options: command.options, environment: environment).run()
} catch let error as GatewayError {
    fail(error.line, exitCode: error.exitCode)
} catch  where GatewayCommand.exitCode(for: error) == .success {
    // --help and --version.
    print(GatewayCommand.fullMessage(for: error))
} catch {
    fail(GatewayCommand.message(for: error), exitCode: 2)
}
