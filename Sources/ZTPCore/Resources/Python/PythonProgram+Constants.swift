extension PythonProgram {
    /// `ztpserver.constants`.
    static let constants = #"""
        CONTENT_TYPE_PYTHON = "text/x-python"
        CONTENT_TYPE_HTML = "text/html"
        CONTENT_TYPE_OTHER = "text/plain"
        CONTENT_TYPE_JSON = "application/json"
        CONTENT_TYPE_YAML = "application/yaml"

        HTTP_STATUS_OK = 200
        HTTP_STATUS_CREATED = 201
        HTTP_STATUS_NO_CONTENT = 204
        HTTP_STATUS_BAD_REQUEST = 400
        HTTP_STATUS_NOT_FOUND = 404
        HTTP_STATUS_CONFLICT = 409
        HTTP_STATUS_INTERNAL_SERVER_ERROR = 500
        """#
}
