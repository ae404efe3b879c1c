import ZTPCore

@testable import ZTPGateway

/// Environments as real web servers hand them over, cut down to what says something about the path. Dumped from
/// nginx 1.22 and Apache 2.4 of Debian 12.
enum Samples {
    /// nginx with the fastcgi_params that it ships.
    static let nginx = CGIEnvironment([
        "QUERY_STRING": "x=1", "REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": "5", "SCRIPT_NAME": "/ztpserver/files/a/b/c", "REQUEST_URI": "/ztpserver/files/a%2Fb//c?x=1",
        "DOCUMENT_URI": "/ztpserver/files/a/b/c", "DOCUMENT_ROOT": "/usr/share/nginx/html",
        "SERVER_PROTOCOL": "HTTP/1.1", "REQUEST_SCHEME": "http", "GATEWAY_INTERFACE": "CGI/1.1",
        "SERVER_SOFTWARE": "nginx/1.22.1", "REMOTE_ADDR": "127.0.0.1", "REMOTE_PORT": "40098", "REMOTE_USER": "",
        "SERVER_ADDR": "127.0.0.1", "SERVER_PORT": "8093", "SERVER_NAME": "", "REDIRECT_STATUS": "200",
        "HTTP_HOST": "localhost", "HTTP_USER_AGENT": "curl/7.88.1", "HTTP_ACCEPT": "*/*", "HTTP_CONTENT_LENGTH": "5",
        "HTTP_CONTENT_TYPE": "application/x-www-form-urlencoded", "FCGI_ROLE": "RESPONDER",
    ])

    /// nginx again, for a request without a body: it hands over the empty variables too.
    static let nginxGET = CGIEnvironment([
        "REQUEST_METHOD": "GET", "CONTENT_TYPE": "", "CONTENT_LENGTH": "", "SCRIPT_NAME": "/bootstrap",
        "REQUEST_URI": "/bootstrap", "REMOTE_ADDR": "192.0.2.7", "REQUEST_ID": "5c1e4b0a9f3d4e6f8a7b6c5d4e3f2a1b",
    ])

    /// Apache mod_fcgid, `FcgidWrapper … virtual` at /ztpserver, `AllowEncodedSlashes NoDecode`.
    static let fcgidMounted = CGIEnvironment([
        "REQUEST_METHOD": "GET", "REQUEST_URI": "/ztpserver/files/a%2Fb//c?x=1", "SCRIPT_NAME": "/ztpserver",
        "PATH_INFO": "/files/a%2Fb/c", "PATH_TRANSLATED": "/var/www/html/files/a%2Fb/c", "CONTENT_LENGTH": "0",
        "UNIQUE_ID": "awRTelUQczmfHFrAEwzzkgAAAEg", "GATEWAY_INTERFACE": "CGI/1.1", "FCGI_ROLE": "RESPONDER",
    ])

    /// The same for a whole host: Apache takes the first segment for the script.
    static let fcgidRoot = CGIEnvironment([
        "REQUEST_METHOD": "GET", "REQUEST_URI": "/nodes/A%2FB?x", "SCRIPT_NAME": "/nodes", "PATH_INFO": "/A%2FB",
        "PATH_TRANSLATED": "/var/www/html/A%2FB", "CONTENT_LENGTH": "0",
    ])

    /// Apache mod_proxy_fcgi.
    static let proxy = CGIEnvironment([
        "REQUEST_METHOD": "GET", "REQUEST_URI": "/ztpserver/files/a%2Fb//c?x=1",
        "SCRIPT_NAME": "/ztpserver/files/a%2Fb/c", "UNIQUE_ID": "awRTehocFlAQKZktGhURkQAAAMA",
    ])

    /// Apache mod_cgid, `ScriptAlias /ztpserver …`.
    static let cgiMounted = CGIEnvironment([
        "REQUEST_METHOD": "GET", "REQUEST_URI": "/ztpserver/nodes//c%20d?--conf+/x%3By",
        "QUERY_STRING": "--conf+/x%3By", "SCRIPT_NAME": "/ztpserver", "PATH_INFO": "/nodes/c d",
        "GATEWAY_INTERFACE": "CGI/1.1",
    ])

    /// Apache mod_cgid, `ScriptAlias / …`.
    static let cgiRoot = CGIEnvironment([
        "REQUEST_METHOD": "GET", "REQUEST_URI": "/nodes/a%2Fb?x=1", "SCRIPT_NAME": "", "PATH_INFO": "/nodes/a%2Fb",
        "GATEWAY_INTERFACE": "CGI/1.1",
    ])
}

extension CGIEnvironment {
    /// The request with an empty body and a logger that keeps its lines to itself.
    func request() -> Request {
        let logger = LogSettings(configuration: Configuration()).logger(sink: RequestLog())
        return request(body: .complete([]), fallbackID: "fallback", logger: logger)
    }
}
