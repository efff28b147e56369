package org.docket.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.docket.casework.CaseSystems;
import org.docket.casework.Handover;
import org.docket.casework.Handovers;
import org.docket.casework.Handovers.Again;
import org.docket.casework.Handovers.Filter;
import org.docket.casework.Handovers.Listed;
import org.docket.retention.RequestKey;
import org.docket.retention.Speaker;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/handovers}: what case systems were told, how far that is, and sending it again. The message of a handover says of a
 * recording what the recording itself shows to the same people.
 */
public final class HandoversApi {
    private static final int USUAL = 100;
    private static final int MOST = 500;
    private static final int MOST_OF_A_REASON = 2_000;

    private final Handovers handovers;
    private final Handovers asked;
    private final CaseSystems systems;

    /**
     * Answers of these.
     *
     * @param asked the same handovers, looked at with patience
     */
    public HandoversApi(Handovers handovers, Handovers asked, CaseSystems systems) {
        this.handovers = handovers;
        this.asked = asked;
        this.systems = systems;
    }

    /**
     * A page of handovers.
     *
     * @param next what to give as {@code after} for the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PageView(List<Listed> handovers, @Nullable String next) {}

    /**
     * What became of the wish that a handover is sent again.
     *
     * @param answer {@code taken} or {@code already}
     * @param before as it was: if it was rejected, with what the case system said. Absent if nothing changed
     * @param handover as it is now
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AgainView(String answer, @Nullable Listed before, Listed handover) {}

    /**
     * What became of the wish that all that was rejected is sent again.
     *
     * @param number how many are sent again
     */
    record AllAgainView(String answer, int number) {}

    /** A page of handovers, the oldest first. */
    public ApiReply page(ApiRequest request, Speaker reader) {
        ApiQuery query = request.query().only("system", "state", "recording", "after", "limit");
        Filter filter = new Filter(
                query.text("system"),
                query.value(
                        "state",
                        "PENDING, SENT, OVERDUE, REJECTED or ACKNOWLEDGED",
                        text -> Handover.State.valueOf(text.toUpperCase(Locale.ROOT))),
                query.value("recording", "the id of a recording", UUID::fromString));
        UUID after = query.value("after", "what 'next' said on the page before", Cursor::readId);
        int limit = query.number("limit", USUAL, MOST);
        List<Listed> found = asked.page(filter, after, limit + 1);
        // One that is listed no more may have handovers all the same.
        if (found.isEmpty() && filter.system() != null && !systems.ids().contains(filter.system())) {
            throw new ApiRefusal(Problem.WRONG_REQUEST.because(
                    "There is no case system '" + filter.system() + "'.",
                    "There are: " + String.join(", ", systems.ids()) + "."));
        }
        List<Listed> page = List.copyOf(found.subList(0, Math.min(found.size(), limit)));
        page.stream().map(Listed::recordingId).distinct().forEach(id -> Access.read(reader, request, id));
        return ApiReply.ok(new PageView(
                page, found.size() > limit ? Cursor.of(page.get(limit - 1).id()) : null));
    }

    /** One handover, with its message. */
    public ApiReply one(ApiRequest request, Speaker reader) {
        request.query().only();
        HandoverWithMessage found = request.handover()
                .flatMap(id -> HandoverWithMessage.of(asked, id))
                .orElseThrow(HandoversApi::none);
        Access.read(reader, request, found.handover().recordingId());
        return ApiReply.ok(found);
    }

    /** Sends a handover again. */
    public ApiReply again(ApiRequest request, Speaker speaker) {
        request.query().only();
        ApiBody body = request.body();
        String reason = body.text("reason", MOST_OF_A_REASON);
        Handovers.Wish wish = wish(request, speaker, reason);
        UUID id = request.handover()
                .flatMap(handovers::find)
                .orElseThrow(HandoversApi::none)
                .id();
        body.end();
        Again again = handovers.again(id, wish);
        if (again instanceof Again.Refused refused) {
            throw refused(refused.reason(), id);
        }
        Listed before = again instanceof Again.Sent sent ? sent.before() : null;
        String word = before == null ? "already" : "taken";
        return ApiReply.ok(new AgainView(word, before, handovers.find(id).orElseThrow(HandoversApi::none)))
                .outcome(word);
    }

    /** Sends all that a case system rejected again. */
    public ApiReply rejectedAgain(ApiRequest request, Speaker speaker) {
        request.query().only();
        ApiBody body = request.body();
        String reason = body.text("reason", MOST_OF_A_REASON);
        Handovers.Wish wish = wish(request, speaker, reason);
        String system = request.system();
        if (systems.system(system).isEmpty()) {
            throw new ApiRefusal(Problem.NOT_FOUND.because(
                    "There is no case system '" + system + "'.",
                    "GET " + ApiDocument.BASE + "/systems says which there are."));
        }
        body.end();
        Handovers.AllAgain answer = handovers.rejectedAgain(system, wish);
        if (answer instanceof Handovers.AllAgain.Refused refused) {
            throw new ApiRefusal(Problem.REFUSED.because(
                    ActsApi.sentence(refused.reason()), "Nothing changed. Use a new Idempotency-Key."));
        }
        int number = answer instanceof Handovers.AllAgain.Sent sent ? sent.number() : 0;
        String word = number == 0 ? "already" : "taken";
        return ApiReply.ok(new AllAgainView(word, number)).outcome(word + " " + number);
    }

    private static Handovers.Wish wish(ApiRequest request, Speaker speaker, String reason) {
        Handovers.Key key = request.idempotencyKey()
                .map(said -> RequestKey.of(speaker.id(), said))
                .map(own -> new Handovers.Key(own.source(), own.id()))
                .orElse(null);
        return new Handovers.Wish(speaker.id(), reason, key);
    }

    private static ApiRefusal refused(String reason, UUID id) {
        return new ApiRefusal(Problem.REFUSED.because(
                ActsApi.sentence(reason),
                "Nothing changed. GET " + ApiDocument.BASE + "/handovers/" + id + " says how it is now."));
    }

    private static ApiRefusal none() {
        return new ApiRefusal(Problem.NOT_FOUND.because(
                "There is no handover of that id.", "GET " + ApiDocument.BASE + "/handovers lists them."));
    }
}
