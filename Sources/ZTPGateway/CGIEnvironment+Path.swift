public import ZTPCore

extension CGIEnvironment {
    /// The path of the request below the place where the web server mounted the program.
    ///
    /// REQUEST_URI is preferred: it alone keeps apart `%2F` and `/`. Web servers without it have SCRIPT_NAME and
    /// PATH_INFO, already decoded.
    public var path: Result<RequestPath, RequestPath.Problem> {
        guard let target = bytes("REQUEST_URI") else { return decodedPath }
        guard let text = String(validating: target, as: UTF8.self) else { return .failure(.notUTF8) }
        return RequestPath.decoding(target: text).map(takingMountOff(_:))
    }

    /// Where the program is mounted: SCRIPT_NAME, or nothing at the root.
    ///
    /// Without PATH_INFO there is no telling: nginx's stock parameters and mod_proxy_fcgi put the whole path into
    /// SCRIPT_NAME. And where a wrapper of mod_fcgid answers for a whole host, Apache takes the first segment for the
    /// script: `/nodes/X` comes as `/nodes` and `/X`. So a SCRIPT_NAME that ends like a route of ours is no mount.
    public var mount: String {
        guard bytes("PATH_INFO") != nil, let script = text("SCRIPT_NAME"),
            let last = script.slashSeparated.last(where: { !$0.isEmpty }), !Self.routes.contains(ExactText(last))
        else { return "" }
        return script
    }

    /// The first segments of the server's routes.
    private static let routes: Set<ExactText> = ["actions", "bootstrap", "files", "meta", "nodes"]

    private var decodedPath: Result<RequestPath, RequestPath.Problem> {
        let path = mount.isEmpty ? decodedTarget : bytes("PATH_INFO") ?? []
        guard let text = String(validating: path, as: UTF8.self) else { return .failure(.notUTF8) }
        return Result { () throws(RequestPath.Problem) in try RequestPath(decoded: text) }
    }

    private func takingMountOff(_ path: RequestPath) -> RequestPath {
        guard let mount = Self.segments(mount), let rest = Self.segments(text("PATH_INFO")) else { return path }
        let prefix = mount.last == "" ? mount.dropLast() : mount[...]
        if path.segments.count > prefix.count, path.begins(with: prefix) {
            return RequestPath(segments: Self.toleratingDoubledSlash(path.segments.dropFirst(prefix.count)))
        }
        // A rewrite: the client asked for another path, whose end may still be ours.
        if RequestPath(segments: path.segments.reversed()).begins(with: rest.reversed()) {
            return RequestPath(segments: rest)
        }
        return path
    }

    private static func segments(_ decoded: String?) -> [String]? {
        guard let decoded, !decoded.isEmpty else { return nil }
        return (try? RequestPath(decoded: decoded))?.segments
    }

    /// Below a mount as at the root, a doubled leading slash counts as one.
    private static func toleratingDoubledSlash(_ segments: ArraySlice<String>) -> [String] {
        Array(segments.first == "" && segments.count > 1 ? segments.dropFirst() : segments)
    }
}
