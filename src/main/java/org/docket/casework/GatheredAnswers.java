package org.docket.casework;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.docket.casework.Answers.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Answers of messages that a thread works on in one transaction of the broker. They are written to the database together, before that
 * transaction ends: a database spends more on each transaction than on each row.
 *
 * @param <M> a message
 */
public final class GatheredAnswers<M> {
    private final Answers answers;
    private final ThreadLocal<@Nullable Gathered<M>> gathered = new ThreadLocal<>();

    public GatheredAnswers(Answers answers) {
        this.answers = answers;
    }

    private static final class Gathered<M> {
        private final Map<Answer, M> messages = new IdentityHashMap<>();
        private final List<Answer> answers = new ArrayList<>();
        private @Nullable M current;
    }

    /** From now on until {@link #write()} answers are gathered; those that come next are of that message. */
    void gather(M message) {
        Gathered<M> all = gathered.get();
        if (all == null) {
            all = new Gathered<>();
            gathered.set(all);
        }
        all.current = message;
    }

    /**
     * Writes the answer, now or with those that are gathered.
     *
     * @throws RefusedMessage if nothing is gathered and there is no such handover
     */
    void add(Answer answer) {
        Gathered<M> all = gathered.get();
        if (all == null || all.current == null) {
            answers.write(answer);
            return;
        }
        all.answers.add(answer);
        all.messages.put(answer, all.current);
    }

    /** Writes what was gathered, and gives back the messages with answers that cannot be accepted. */
    List<M> write() {
        Gathered<M> all = gathered.get();
        gathered.remove();
        if (all == null || all.answers.isEmpty()) {
            return List.of();
        }
        return answers.write(all.answers).stream().map(all.messages::get).toList();
    }

    /** Forgets what was gathered: the messages come again. */
    void forget() {
        gathered.remove();
    }
}
