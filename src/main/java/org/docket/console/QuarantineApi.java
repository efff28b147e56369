package org.docket.console;

import java.io.IOException;
import java.util.List;
import org.docket.intake.Quarantine;
import org.docket.retention.Speaker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1/quarantine}: what intake could not take in, and putting it back into its dock's folder. */
public final class QuarantineApi {
    private static final Logger LOG = LoggerFactory.getLogger(QuarantineApi.class);
    private static final int MOST_CHARACTERS = 4_000;

    private final Quarantine quarantine;

    public QuarantineApi(Quarantine quarantine) {
        this.quarantine = quarantine;
    }

    /** What lies there. */
    record QuarantineView(List<Quarantine.Kept> quarantine) {}

    /** What lies in its dock's folder again. */
    record RetriedView(String dock, String name, String reason) {}

    /** What lies there, and why. */
    public ApiReply list(ApiRequest request) throws IOException {
        request.query().only();
        return ApiReply.ok(new QuarantineView(quarantine.kept()));
    }

    /** Puts one thing back, to be taken in after all. */
    public ApiReply retry(ApiRequest request, Speaker speaker) throws IOException {
        request.query().only();
        ApiBody body = request.body();
        String dock = body.text("dock", MOST_CHARACTERS);
        String keptAs = body.text("keptAs", MOST_CHARACTERS);
        body.end();
        Quarantine.Kept kept = quarantine.kept().stream()
                .filter(each ->
                        each.reason().dock().equals(dock) && each.keptAs().equals(keptAs))
                .findFirst()
                .orElseThrow(() -> new ApiRefusal(Problem.NOT_FOUND.because(
                        "Nothing that is kept as '" + keptAs + "' is in quarantine of dock '" + dock + "'.",
                        "GET " + ApiDocument.BASE + "/quarantine says what is.")));
        Quarantine.Retried retried = quarantine.retry(kept);
        if (retried instanceof Quarantine.Retried.Back) {
            LOG.info(
                    "{} put {}/{} back from quarantine",
                    speaker.id(),
                    dock,
                    kept.reason().name());
            return ApiReply.ok(new RetriedView(
                    dock, kept.reason().name(), kept.reason().reason().name()));
        } else if (retried instanceof Quarantine.Retried.Refused refused) {
            throw new ApiRefusal(Problem.REFUSED.because(
                    ActsApi.sentence(refused.reason()), "It stays in quarantine. Remove what is in the way first."));
        }
        throw new IllegalStateException("there is no such answer: " + retried);
    }
}
