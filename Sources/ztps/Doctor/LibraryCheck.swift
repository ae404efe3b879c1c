import SystemPackage
import ZTPCore

/// Whether the libfcgi that the gateway loads has the fix for CVE-2025-23016: an overflow in reading parameters, which
/// whoever may connect to the gateway's socket can reach.
struct LibraryCheck {
    /// A package with what its distribution says about it.
    struct Package: Equatable {
        var name: String
        var version: String
        /// Whether its changelog names the fix.
        var mentionsFix: Bool
    }

    private static let fix = "CVE-2025-23016"

    func findings() -> [Finding] {
        guard let package = Self.debianPackage() ?? Self.redHatPackage() else {
            return [
                Finding(
                    "libfcgi", .unknown, "no package of libfcgi is installed here; the gateway needs one",
                    remedy: "apt-get install libfcgi0ldbl (RHEL: dnf install fcgi)")
            ]
        }
        return [Self.finding(package)]
    }

    static func finding(_ package: Package) -> Finding {
        let name = "\(package.name) \(package.version)"
        if package.mentionsFix || isFixed(version: package.version) {
            return Finding("libfcgi", .ok, "\(name) has the fix for \(fix)")
        }
        return Finding(
            "libfcgi", .warning, "\(name) is not known to have the fix for \(fix)",
            remedy: "apt-get install --only-upgrade \(package.name) (RHEL: dnf upgrade fcgi); "
                + "until then let nobody but the web server reach the gateway's socket")
    }

    /// The authors' release 2.4.5 has the fix, and so have the security updates of Debian 11 and 12.
    private static func isFixed(version: String) -> Bool {
        let numbers = version.split(separator: "-")[0].split(separator: ".").map { Int($0) ?? 0 }
        if [2, 4, 5].lexicographicallyPrecedes(numbers) || numbers == [2, 4, 5] { return true }
        return version.hasPrefix("2.4.2-2+deb1")
    }

    private static func debianPackage() -> Package? {
        for name in ["libfcgi0ldbl", "libfcgi0t64"] {
            let answer = Program.run("dpkg-query", ["-W", "-f", "${db:Status-Status} ${Version}", name])
            let words = answer.output.split(separator: " ")
            guard answer.succeeded, words.count == 2, words[0] == "installed" else { continue }
            let changelog = "/usr/share/doc/\(name)/changelog.Debian.gz"
            let isMentioned = Program.run("zgrep", ["-q", fix, changelog]).succeeded
            return Package(name: name, version: String(words[1]), mentionsFix: isMentioned)
        }
        return nil
    }

    private static func redHatPackage() -> Package? {
        let answer = Program.run("rpm", ["-q", "--qf", "%{VERSION}-%{RELEASE}", "fcgi"])
        guard answer.succeeded else { return nil }
        let changelog = Program.run("rpm", ["-q", "--changelog", "fcgi"]).output
        return Package(name: "fcgi", version: answer.output, mentionsFix: changelog.contains(fix))
    }
}
