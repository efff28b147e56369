package org.docket.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingSearch;
import org.docket.catalogue.RecordingSearch.Filter;
import org.docket.catalogue.RecordingSearch.Place;
import org.docket.catalogue.RecordingState;
import org.docket.classify.Explanation;
import org.docket.classify.Explanations;
import org.docket.retention.Holds;
import org.docket.retention.Speaker;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/recordings}: looking at recordings. They are about people, so whoever looks is written down. */
public final class RecordingsApi {
    private static final int USUAL = 100;
    private static final int MOST = 500;

    private final Catalogue catalogue;
    private final RecordingSearch search;
    private final RecordingViews views;
    private final Explanations explanations;
    private final Holds holds;

    public RecordingsApi(
            Catalogue catalogue, RecordingSearch search, RecordingViews views, Explanations explanations, Holds holds) {
        this.catalogue = catalogue;
        this.search = search;
        this.views = views;
        this.explanations = explanations;
        this.holds = holds;
    }

    /**
     * A page of recordings.
     *
     * @param next what to give as {@code after} for the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PageView(
            List<RecordingView> recordings, @Nullable String next) {}

    /** A page of recordings, the latest received first. */
    public ApiReply page(ApiRequest request, Speaker reader) {
        ApiQuery query =
                request.query().only("state", "dock", "category", "retained", "dueBefore", "officer", "after", "limit");
        Filter filter = new Filter(
                query.value(
                        "state",
                        "RECEIVED, QUARANTINED, DEPOSITED, DISPOSING or DISPOSED",
                        text -> RecordingState.valueOf(text.toUpperCase(Locale.ROOT))),
                query.text("dock"),
                query.text("category"),
                query.truth("retained"),
                query.instant("dueBefore"),
                query.text("officer"));
        Place after = query.value("after", "what 'next' said on the page before", Cursor::read);
        int limit = query.number("limit", USUAL, MOST);
        List<Recording> found = search.page(filter, after, limit + 1);
        List<Recording> page = found.subList(0, Math.min(found.size(), limit));
        List<RecordingView> shown = views.of(page);
        Access.read(reader, request, shown);
        return ApiReply.ok(new PageView(shown, found.size() > limit ? Cursor.of(Place.of(page.get(limit - 1))) : null));
    }

    /** All that is known of one recording, with its history. */
    public ApiReply one(ApiRequest request, Speaker reader) {
        Recording recording = find(request);
        Access.read(reader, request, recording.id());
        return ApiReply.ok(views.withHistory(recording));
    }

    /** Why it has its category and its date. */
    public ApiReply explanation(ApiRequest request, Speaker reader) {
        Recording recording = find(request);
        Explanation explanation = explanations
                .explain(recording)
                .orElseThrow(() -> new ApiRefusal(Problem.REFUSED.because(
                        "Recording " + recording.id() + " is " + recording.state() + " and has no category yet.",
                        "Ask again when it is DEPOSITED.")));
        Access.read(reader, request, recording.id());
        return ApiReply.ok(ExplanationView.of(explanation, holds.standing(List.of(recording.id()))));
    }

    private Recording find(ApiRequest request) {
        request.query().only();
        UUID id = request.recording();
        return catalogue.find(id).orElseThrow(() -> ApiRefusal.noRecording(id.toString()));
    }
}
