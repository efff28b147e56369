package org.docket.casework;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.docket.casework.Answers.Answer;
import org.docket.casework.Answers.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Answers of messages that a thread works on in one transaction of the broker. They are written to the database together, before that
 * transaction ends: a database spends more on each transaction than on each row.
 *
 * @param <M> a message
 */
public final class GatheredAnswers<M> {
    private final Answers answers;
    private final Map<Thread, Gathered<M>> gathered = new ConcurrentHashMap<>();

    public GatheredAnswers(Answers answers) {
        this.answers = answers;
    }

    private record Said<M>(M message, Answer answer) {}

    private static final class Gathered<M> {
        private final List<Said<M>> said = new ArrayList<>();
        private @Nullable M current;
    }

    /** What comes next is written at once: whoever sent it is told what became of it. */
    void gatherNothing() {
        Gathered<M> all = gathered.get(Thread.currentThread());
        if (all != null) {
            all.current = null;
        }
    }

    /** From now on until {@link #write()} answers are gathered; those that come next are of that message. */
    void gather(M message) {
        gathered.computeIfAbsent(Thread.currentThread(), thread -> new Gathered<>()).current = message;
    }

    /**
     * Writes the answer, now or with those that are gathered.
     *
     * @return what became of it; null if it is gathered
     * @throws RefusedMessage if it is not gathered, and cannot be accepted
     */
    @Nullable
    Reply add(Answer answer) {
        Gathered<M> all = gathered.get(Thread.currentThread());
        if (all == null || all.current == null) {
            return answers.write(answer);
        }
        all.said.add(new Said<>(all.current, answer));
        return null;
    }

    /** Writes what was gathered, and gives back the messages with answers that cannot be accepted. */
    List<M> write() {
        Gathered<M> all = gathered.remove(Thread.currentThread());
        if (all == null || all.said.isEmpty()) {
            return List.of();
        }
        List<Verdict> verdicts =
                answers.write(all.said.stream().map(Said::answer).toList());
        return IntStream.range(0, verdicts.size())
                .filter(i -> verdicts.get(i) instanceof Verdict.Unacceptable)
                .mapToObj(i -> all.said.get(i).message())
                .toList();
    }

    /** Forgets what was gathered: the messages come again. */
    void forget() {
        gathered.remove(Thread.currentThread());
    }
}
