package org.docket.console;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.monitoring.Verification;
import org.docket.monitoring.Verification.Scope;
import org.docket.preservation.Retrievals;
import org.docket.preservation.Retrievals.Answer;
import org.docket.retention.Certificates;
import org.docket.retention.Certificates.Found;
import org.docket.retention.Speaker;
import org.docket.vault.BlobTiers.Priority;

/**
 * Below {@code /api/v1/recordings/{id}}: having a recording back from the archive, the certificate of its disposal, and whether its
 * history verifies. Blobs are read again by {@code ./docket verify} and by the hub itself only: that takes hours.
 */
public final class KeepingApi {
    private static final int MOST_OF_A_REASON = 2_000;
    private static final String STANDARD = "standard";
    private static final List<String> PRIORITIES = List.of(STANDARD, "high");

    private final Catalogue catalogue;
    private final Retrievals retrievals;
    private final Certificates certificates;
    private final Verification verification;
    private final RecordingViews views;

    public KeepingApi(
            Catalogue catalogue,
            Retrievals retrievals,
            Certificates certificates,
            Verification verification,
            RecordingViews views) {
        this.catalogue = catalogue;
        this.retrievals = retrievals;
        this.certificates = certificates;
        this.verification = verification;
        this.views = views;
    }

    /**
     * What became of asking for a recording.
     *
     * @param answer {@code asked}, {@code already} or {@code readable}
     */
    record RetrievalAnswer(String answer, RecordingView recording) {}

    /** Asks for a recording from the archive. */
    public ApiReply retrieve(ApiRequest request, Speaker speaker) {
        ApiBody body = request.body();
        String reason = body.text("reason", MOST_OF_A_REASON);
        String said = body.optionalOneOf("priority", PRIORITIES);
        Recording recording = find(request);
        body.end();
        Priority priority = Priority.valueOf((said == null ? STANDARD : said).toUpperCase(Locale.ROOT));
        Answer answer = retrievals.ask(recording.id(), speaker.id(), reason, priority);
        if (answer instanceof Answer.Refused refused) {
            throw new ApiRefusal(Problem.REFUSED.because(
                    ActsApi.sentence(refused.reason()),
                    "Nothing was asked for. GET " + ApiDocument.BASE + "/recordings/" + recording.id()
                            + " says how it is now."));
        }
        String word = answer instanceof Answer.Asked
                ? "asked"
                : answer instanceof Answer.AlreadyAsked ? "already" : "readable";
        return ApiReply.ok(
                        new RetrievalAnswer(word, views.of(List.of(recording)).get(0)))
                .outcome(word);
    }

    /** The certificate of its disposal, compared with the one in the vault. */
    public ApiReply certificate(ApiRequest request, Speaker reader) {
        Recording recording = find(request);
        Access.read(reader, request, recording.id());
        Found found = certificates.compare(recording.id());
        if (found instanceof Found.Same same) {
            return ApiReply.text(200, ApiReply.JSON, same.certificate().content());
        } else if (found instanceof Found.Differs differs) {
            throw new ApiRefusal(Problem.REFUSED.because(
                    "The certificate is not what the catalogue has: " + differs.what() + ".",
                    "The act 'disposed' in its history has the SHA-256 of the right one. Tell whoever runs the hub."));
        }
        throw new ApiRefusal(Problem.NOT_FOUND.because(
                "There is no certificate of recording " + recording.id() + ": it is " + recording.state() + ".",
                "It has one when it is DISPOSED."));
    }

    /** Whether its history in the custody ledger verifies, and is what the catalogue says of it. */
    public ApiReply verification(ApiRequest request, Speaker reader) {
        Recording recording = find(request);
        Access.read(reader, request, recording.id());
        return ApiReply.ok(VerificationView.of(verification.of(List.of(recording), Scope.LEDGER)));
    }

    private Recording find(ApiRequest request) {
        request.query().only();
        UUID id = request.recording();
        return catalogue.find(id).orElseThrow(() -> ApiRefusal.noRecording(id.toString()));
    }
}
