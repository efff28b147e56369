package org.docket.console;

import java.util.regex.Pattern;
import org.docket.classify.Rulebooks;
import org.docket.classify.Rulebooks.Accepting;
import org.docket.retention.Speaker;

/** {@code /api/v1/rulebooks}: letting in a rulebook by which recordings become due earlier. */
public final class RulebooksApi {
    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{12}");
    private static final int MOST_OF_A_REASON = 2_000;

    private final Rulebooks rulebooks;

    public RulebooksApi(Rulebooks rulebooks) {
        this.rulebooks = rulebooks;
    }

    /** What became of it. */
    record AcceptedView(String answer, String version) {}

    /** Accepts the rulebook of exactly the version that the body says. */
    public ApiReply accept(ApiRequest request, Speaker speaker) {
        request.query().only();
        Visitors.require(speaker, Speaker.SUPERVISOR);
        ApiBody body = request.body();
        String version = body.text("version", MOST_OF_A_REASON);
        if (!version.isEmpty() && !VERSION.matcher(version).matches()) {
            body.wrong(
                    "version", "It is no version of a rulebook.", "Give the 12 hexadecimal digits that stand for it.");
        }
        String reason = body.text("reason", MOST_OF_A_REASON);
        body.end();
        Accepting answer = rulebooks.accept(version, speaker.id(), reason);
        if (answer instanceof Accepting.NotPossible no) {
            throw new ApiRefusal(Problem.REFUSED.because(
                    ActsApi.sentence(no.reason()), "GET " + ApiDocument.BASE + "/status says which one is in force."));
        }
        boolean already = answer instanceof Accepting.AlreadySo || answer instanceof Accepting.AlreadyForPurge;
        String word = already ? "already" : "taken";
        return ApiReply.ok(new AcceptedView(word, version)).outcome(word);
    }
}
