package org.docket.console;

import java.util.List;
import java.util.UUID;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.console.ActsApi.AnswerView;
import org.docket.enrich.IncidentWord;
import org.docket.retention.Speaker;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/recordings/{id}/incident}: saying to which incident a recording belongs. */
public final class IncidentApi {
    private static final int MOST_CHARACTERS = 250;
    private static final int MOST_OF_A_REASON = 2_000;
    private static final String INCIDENT = "incident";
    private static final String NONE = "none";

    private final Catalogue catalogue;
    private final IncidentWord incidents;
    private final RecordingViews views;

    public IncidentApi(Catalogue catalogue, IncidentWord incidents, RecordingViews views) {
        this.catalogue = catalogue;
        this.incidents = incidents;
        this.views = views;
    }

    /** Says to which incident it belongs, or that it belongs to none. */
    public ApiReply settle(ApiRequest request, Speaker speaker) {
        request.query().only();
        ApiBody body = request.body();
        String incident = body.optionalText(INCIDENT, MOST_CHARACTERS);
        boolean none = body.truth(NONE);
        String reason = body.text("reason", MOST_OF_A_REASON);
        UUID id = request.recording();
        if (catalogue.find(id).isEmpty()) {
            throw ApiRefusal.noRecording(id.toString());
        }
        if (none == (incident != null)) {
            body.wrong(INCIDENT, "It has to be there, or 'none' has to be true, and not both.", "Say either of them.");
        }
        body.end();
        return reply(id, incidents.settle(new IncidentWord.Word(id, incident, speaker.id(), reason)));
    }

    private ApiReply reply(UUID id, IncidentWord.Answer answer) {
        if (answer instanceof IncidentWord.Answer.Taken taken) {
            return reply("taken", taken.recording());
        } else if (answer instanceof IncidentWord.Answer.AlreadySo same) {
            return reply("already", same.recording());
        } else if (answer instanceof IncidentWord.Answer.Refused refused) {
            throw new ApiRefusal(Problem.REFUSED.because(
                    ActsApi.sentence(refused.reason()),
                    "Nothing changed. GET " + ApiDocument.BASE + "/recordings/" + id
                            + " lists under incidentCandidates those that fit."));
        }
        throw new IllegalStateException("there is no such answer: " + answer);
    }

    private ApiReply reply(String answer, Recording recording) {
        @Nullable String waitsFor = null;
        return ApiReply.ok(new AnswerView(
                        answer, waitsFor, views.of(List.of(recording)).get(0)))
                .outcome(answer);
    }
}
