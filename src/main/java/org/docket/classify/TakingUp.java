package org.docket.classify;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.docket.classify.RulebookFiles.Found;
import org.docket.classify.Rulebooks.Putting;
import org.docket.classify.Rulebooks.Waiting;
import org.docket.configuration.ConfigurationException;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up a changed policy or changed retention rules while the hub runs. What is wrong is refused, and what would bring the due date
 * of any recording forward, or protect recordings less in any other way, waits until somebody accepts exactly that by name; meanwhile
 * what is in force stays so. What was taken up is
 * in force on all hubs, and the recordings there are are then appraised by it.
 */
public final class TakingUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TakingUp.class);

    /** So many looks after a rulebook came into force, every hub has noticed, and none decides by the one before. */
    private static final int LOOKS_UNTIL_ALL_KNOW = 2;

    private static final int MOST_LINES = 10;

    private final Jdbi jdbi;
    private final RulebookFiles files;
    private final Rulebooks rulebooks;
    private final PolicyInForce policy;
    private final RulebookCheck check;
    private final AppraisalPass pass;
    private final Notices notices;
    private final SeenRulebook seen;
    private final Duration look;
    private final Clock clock;

    /** The content of the files at the last look: only what stays the same from one look to the next is whole. */
    private String lastFound = "";

    /** The content of the files that was decided upon. */
    private String dealtWith = "";

    /** Which rulebook in force, by its position, the log has said this hub's files to differ from. */
    private long saidToDiffer;

    private volatile String waiting = "";
    private volatile boolean stopped;

    public TakingUp(
            Jdbi jdbi,
            RulebookFiles files,
            Rulebooks rulebooks,
            PolicyInForce policy,
            RulebookCheck check,
            AppraisalPass pass,
            Notices notices,
            Path home,
            PolicyConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.files = files;
        this.rulebooks = rulebooks;
        this.policy = policy;
        this.check = check;
        this.pass = pass;
        this.notices = notices;
        this.seen = new SeenRulebook(home);
        this.look = configuration.look();
        this.clock = clock;
    }

    /**
     * Begins with what is in force. On a database on which no hub has run before, that is what stands in the files.
     *
     * @throws ConfigurationException if there is no rulebook to begin with
     */
    public void begin() {
        if (rulebooks.inForce().isEmpty()) {
            rulebooks.begin(files.read());
        }
        follow();
        Rulebook rulebook = policy.now();
        LOG.info(
                "rulebook {} is in force: policy {}, retention rules {}",
                rulebook.version(),
                rulebook.policy().version(),
                rulebook.retention().version());
        if (files.version().equals(rulebook.version())) {
            settle(rulebook.version());
        }
    }

    /** Why the files of this hub are not in force; empty text if they are, or if they have not been looked at yet. */
    public String waiting() {
        return waiting;
    }

    /**
     * Takes up what has changed since the last look, and goes on for a while with the pass of what was taken up. One hub at a time does
     * so.
     */
    public void look() {
        follow();
        try {
            Turn.take(jdbi, this::lookAlone);
        } catch (CancellationException e) {
            LOG.info("{}; it begins anew at the next start", e.getMessage());
        }
    }

    private void lookAlone() {
        consider(follow());
        InForce now = follow();
        if (now.appraisedAt() == null) {
            goOn(now);
        }
    }

    private InForce follow() {
        return jdbi.withHandle(policy::follow)
                .orElseThrow(() -> new IllegalStateException("no rulebook is in force: the hub has not begun"));
    }

    /** For no longer than the time between two looks: what is mistaken can be taken back meanwhile, by this hub or another. */
    private void goOn(InForce now) {
        Instant begun = clock.instant();
        if (!stopped && isOver(now.since(), begun, look.multipliedBy(LOOKS_UNTIL_ALL_KNOW))) {
            pass.run(now, policy.now(), () -> stopped || isOver(begun, clock.instant(), look));
        }
    }

    /** A clock that was set back must not make anything wait for long. */
    private static boolean isOver(Instant from, Instant to, Duration time) {
        return Duration.between(from, to).abs().compareTo(time) >= 0;
    }

    private void consider(InForce now) {
        String version = files.version();
        if (!version.equals(lastFound)) {
            lastFound = version;
        } else if (version.equals(now.version())) {
            if (!version.equals(dealtWith)) {
                settle(version);
            }
            waiting = "";
        } else {
            Optional<Refused> refused = rulebooks.refused(version);
            boolean again = refused.filter(found -> found.acceptance() != null || found.isOutdated(now))
                    .isPresent();
            if (!version.equals(dealtWith) || again) {
                decide(now, version, refused.orElse(null));
            } else if (refused.isEmpty()) {
                differ(now, version);
            }
        }
    }

    private void decide(InForce now, String version, @Nullable Refused refused) {
        Found found = files.find();
        if (!found.version().equals(version)) {
            return;
        }
        if (found instanceof Found.Wrong wrong) {
            refuse(
                    version,
                    "classification.yaml or retention.yaml is wrong and is not taken up: " + lines(wrong.reason()),
                    null);
        } else if (found instanceof Found.Right right) {
            decide(now, right.rulebook(), refused);
        }
    }

    private void decide(InForce now, Rulebook rulebook, @Nullable Refused refused) {
        String version = rulebook.version();
        Optional<String> misfit = check.misfit(rulebook);
        if (misfit.isPresent()) {
            refuse(version, misfit.get(), null);
        } else if (refused != null && refused.acceptable() && !refused.isOutdated(now)) {
            Acceptance acceptance = refused.acceptance();
            if (acceptance == null) {
                refuse(version, refused.reason(), new Waiting(rulebook, now));
            } else {
                put(now, rulebook, acceptance);
            }
        } else if (refused == null && version.equals(seen.version())) {
            differ(now, version);
            settle(version);
        } else {
            simulate(now, rulebook, refused);
        }
    }

    private void simulate(InForce now, Rulebook rulebook, @Nullable Refused before) {
        Simulated simulated = check.simulate(policy.now(), rulebook, () -> stopped);
        if (simulated.mustBeAccepted()) {
            boolean accepted = before != null && before.acceptance() != null;
            String again =
                    accepted ? "; it was accepted when another rulebook than " + now.version() + " was in force" : "";
            refuse(rulebook.version(), reason(simulated) + again, new Waiting(rulebook, now));
        } else if (before != null && before.acceptable() && before.acceptance() == null) {
            // Nobody wanted it until another hub put something else into force: it does not replace that by itself.
            rulebooks.forget(List.of(rulebook.version()));
            differ(now, rulebook.version());
            settle(rulebook.version());
        } else {
            put(now, rulebook, null);
        }
    }

    /** If another one came into force in the meantime, nothing is decided: the next look compares with that. */
    private void put(InForce instead, Rulebook rulebook, @Nullable Acceptance acceptance) {
        Putting putting = rulebooks.put(rulebook, instead, acceptance);
        if (putting instanceof Putting.Done done) {
            policy.take(rulebook, done.now());
            settle(rulebook.version());
            waiting = "";
            LOG.info(
                    "{}; it follows {}, and the recordings there are are appraised by it",
                    done.now().authority(),
                    instead.version());
        }
    }

    /** What has been decided stays so until the files change. */
    private void settle(String version) {
        String before = seen.version();
        if (!before.equals(version) && !before.isEmpty()) {
            rulebooks.forget(List.of(before));
        }
        seen.note(version);
        dealtWith = version;
    }

    private void differ(InForce now, String version) {
        waiting = "rulebook " + version + " in the files of this hub has not changed since it was replaced by "
                + now.version() + ", which is in force since " + now.since()
                + "; put that into the files, or change them again";
        if (saidToDiffer != now.position()) {
            saidToDiffer = now.position();
            LOG.warn("{}", waiting);
        }
    }

    /** Of the same content, people are told once; the log says it once for each process. */
    private void refuse(String version, String reason, @Nullable Waiting acceptable) {
        String remedy = acceptable == null
                ? "correct the files; until then rulebook " + policy.now().version() + " stays in force"
                : "look at it with './docket policy simulate', then accept it with './docket policy accept " + version
                        + " --by WHO --reason TEXT', or change the files";
        waiting = reason;
        jdbi.useTransaction(handle -> {
            if (rulebooks.refuse(handle, version, reason, acceptable)) {
                notices.add(handle, Notice.of(Notice.Kind.CONFIGURATION_REFUSED, reason, remedy));
            }
        });
        LOG.error("{}; {}", reason, remedy);
        settle(version);
    }

    private static String reason(Simulated simulated) {
        List<String> reasons = new ArrayList<>();
        if (simulated.earlier().recordings() > 0) {
            Simulated.Example example = simulated.earlier().examples().get(0);
            reasons.add(recordings(simulated.earlier()) + " would become due earlier, " + simulated.dueAtOnce()
                    + " of them at once; such as " + example.id() + ", " + example.dueAfter() + " instead of "
                    + example.dueBefore());
        }
        if (simulated.protectedLess().recordings() > 0) {
            reasons.add(
                    recordings(simulated.protectedLess()) + " would have a shorter minimum or a looser rule for early"
                            + " deletion; such as "
                            + simulated.protectedLess().examples().get(0).id());
        }
        simulated.looser().stream().limit(MOST_LINES).forEach(reasons::add);
        if (simulated.looser().size() > MOST_LINES) {
            reasons.add("and " + (simulated.looser().size() - MOST_LINES) + " more rules are looser");
        }
        return "rulebook " + simulated.version() + " waits to be accepted: " + String.join("; ", reasons);
    }

    private static String recordings(Simulated.Count count) {
        return count.recordings() + (count.recordings() == 1 ? " recording" : " recordings");
    }

    private static String lines(String reason) {
        List<String> lines = reason.lines().toList();
        String shown = lines.stream().limit(MOST_LINES).collect(Collectors.joining("\n"));
        return lines.size() > MOST_LINES ? shown + "\nand " + (lines.size() - MOST_LINES) + " more" : shown;
    }

    /** A look that is under way ends after the page that it is at. */
    @Override
    public void close() {
        stopped = true;
    }
}
