import Testing

@testable import ZTPCore

/// What plugins see of the server's environment.
@Suite struct CGIVariablesTests {
    @Test(arguments: [
        "AUTH_TYPE", "CONTENT_LENGTH", "CONTENT_TYPE", "DOCUMENT_ROOT", "DOCUMENT_URI", "FCGI_ROLE",
        "FCGI_WEB_SERVER_ADDRS",
        "GATEWAY_INTERFACE", "HTTPS", "HTTP_HOST", "HTTP_PROXY", "HTTP_X_ARISTA_SERIAL", "PATH_INFO", "PATH_TRANSLATED",
        "QUERY_STRING", "REDIRECT_STATUS", "REMOTE_ADDR", "REMOTE_PORT", "REMOTE_USER", "REQUEST_METHOD",
        "REQUEST_SCHEME",
        "REQUEST_URI", "SCRIPT_FILENAME", "SCRIPT_NAME", "SERVER_ADDR", "SERVER_ADMIN", "SERVER_NAME", "SERVER_PORT",
        "SERVER_PROTOCOL", "SERVER_SIGNATURE", "SERVER_SOFTWARE", "SSL_PROTOCOL", "UNIQUE_ID", "CONTEXT_PREFIX",
        "H2_STREAM_ID", "HTTP2", "REQUEST_ID",
    ])
    func belongsToTheRequest(name: String) { #expect(CGIVariables.contains(name)) }

    @Test(arguments: [
        "PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "MYSQL_USER", "MYSQL_PASSWORD", "NETBOX_TOKEN", "HTTPSERVER",
        "http_proxy", "https_proxy", "HTTPS_PROXY", "NO_PROXY", "PYTHONPATH", "VIRTUAL_ENV", "ZTPS_CONFIG",
        "LD_LIBRARY_PATH",
        "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "SCRIPT", "",
    ])
    func staysForPlugins(name: String) { #expect(!CGIVariables.contains(name)) }
}
