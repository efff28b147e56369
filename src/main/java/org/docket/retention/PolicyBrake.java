package org.docket.retention;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;

/**
 * Stops a run when another rulebook is in force than at the run before and nobody has accepted it by name. Runs with nothing to dispose
 * of try no rulebook out: what counts is the last run that had something, or the first one of all.
 */
public final class PolicyBrake implements Brake {
    private final Jdbi jdbi;
    private final Predicate<String> accepted;

    /**
     * A brake over these runs.
     *
     * @param accepted whether a person accepted the rulebook of that version
     */
    public PolicyBrake(Jdbi jdbi, Predicate<String> accepted) {
        this.jdbi = jdbi;
        this.accepted = accepted;
    }

    @Override
    public List<Stop> stops(PurgePlan plan) {
        String now = plan.rulebook();
        return before(plan)
                .filter(before -> !before.equals(now) && !accepted.test(now))
                .map(before -> new Stop(
                        Stop.Kind.POLICY,
                        "rulebook " + now + " is in force, and the last run went by rulebook " + before,
                        "see what it changes with './docket policy simulate', then accept it with './docket policy"
                                + " accept " + now + "' and release the run"))
                .stream()
                .toList();
    }

    private Optional<String> before(PurgePlan plan) {
        return jdbi.withHandle(handle -> handle.createQuery("select plan ->> 'rulebook' from purge_run"
                        + " where began_at is not null and id <> :id"
                        + " order by case when cast(plan ->> 'recordings' as bigint) > 0 then began_at end desc nulls last,"
                        + " began_at limit 1")
                .bind("id", plan.id())
                .mapTo(String.class)
                .findOne());
    }
}
