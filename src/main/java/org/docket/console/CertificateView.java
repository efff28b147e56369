package org.docket.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.docket.retention.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Where the certificate of a disposal is.
 *
 * @param blob its name in the container {@code custody}
 * @param line which line of that blob it is, from 1; absent if the blob is this certificate alone
 * @param sha256 of that line without its end, or of that blob
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CertificateView(String blob, @Nullable Integer line, String sha256) {
    public static CertificateView of(Certificate certificate) {
        return new CertificateView(certificate.blob(), certificate.line(), certificate.sha256());
    }
}
