package org.docket.console;

/** {@code /api/v1/openapi.json} and {@code .yaml}: what there is. */
public final class DocumentApi {
    private final ApiReply json;
    private final ApiReply yaml;

    public DocumentApi(ApiDocument document) {
        this.json = document.json();
        this.yaml = document.yaml();
    }

    /** The document as JSON. */
    public ApiReply json(ApiRequest request) {
        request.query().only();
        return json;
    }

    /** The document as YAML. */
    public ApiReply yaml(ApiRequest request) {
        request.query().only();
        return yaml;
    }
}
