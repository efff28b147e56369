package org.docket.model;

import com.azure.storage.blob.models.BlobItem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.docket.model.World.Answer;
import org.docket.vault.SourceDigest;
import org.jspecify.annotations.Nullable;

/** Lets each step happen in the product and in the model, and compares what became of the recordings. */
final class Run implements AutoCloseable {
    static final int AGAIN = 1_000_000;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final World world;
    private final Map<Integer, Kept> kept = new TreeMap<>();
    private final Map<UUID, Kept> byId = new HashMap<>();
    private final Map<Integer, Unsettled> pending = new TreeMap<>();
    private final List<Rows.Row> certified = new ArrayList<>();
    private final List<Broken> found = new ArrayList<>();
    private final Counts counts = new Counts();

    /** What can have become of recordings by the step that is under way. */
    private final Map<Kept, List<Outcome>> possible = new HashMap<>();

    /** Whether anything can have been written since it was compared. */
    private boolean stale = true;

    private boolean purging;
    private Book book;
    private Book last;
    private boolean accepted;
    private boolean passing;
    private Instant since;

    /** A source that has no receipt yet, and when the hub was seen to have received it. */
    private record Unsettled(Step.Arrive arrival, Path source, Map<UUID, Instant> received) {}

    /** A fate with what goes with it in the model. */
    private record Outcome(Fate fate, Runnable also) {
        static Outcome of(Fate fate) {
            return new Outcome(fate, () -> {});
        }
    }

    Run(Path home, String vault, Book book, Instant now) throws Exception {
        this.book = book;
        this.last = book;
        this.since = now;
        this.world = new World(home, vault, book, now, this::deleting);
    }

    Instant now() {
        return world.now();
    }

    Book book() {
        return book;
    }

    Counts counts() {
        return counts;
    }

    Collection<Kept> kept() {
        return kept.values();
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    boolean isStopped() {
        return world.isStopped();
    }

    List<String> history(int number) {
        Kept about = kept.get(number);
        return about == null ? List.of() : world.rows().history(about.id());
    }

    /** Lets it happen in both, and compares. */
    void perform(Step step) throws Exception {
        if (step instanceof Step.Cut cut) {
            world.fuse().light(cut.at());
            act(cut.step());
        } else if (step instanceof Step.Meanwhile meanwhile) {
            world.fuse().meanwhile(meanwhile.at(), () -> happen(meanwhile.other()));
            act(meanwhile.step());
        } else {
            act(step);
        }
        compare();
        world.fuse().renew();
        if (!found.isEmpty()) {
            throw found.get(0);
        }
    }

    /** In the midst of another step, whose handling of errors must not hide what is wrong. */
    private void happen(Step other) {
        stale = true;
        counts.add("something happened meanwhile");
        boolean wasPurging = purging;
        try {
            Map<Kept, List<Outcome>> outer = new HashMap<>(possible);
            compare();
            purging = false;
            act(other);
            compare();
            outer.keySet().removeIf(about -> about.number() == other.concerns());
            possible.putAll(outer);
        } catch (Broken e) {
            found.add(e);
        } catch (Exception e) {
            found.add(new Broken(other.concerns(), "in the midst of another step: " + e));
        } finally {
            stale = true;
            purging = wasPurging;
        }
    }

    private void act(Step step) throws Exception {
        if (step instanceof Step.Arrive arrival) {
            pending.put(arrival.number(), new Unsettled(arrival, world.present(arrival), new HashMap<>()));
            take(arrival.number());
        } else if (step instanceof Step.Retry) {
            for (Integer number : List.copyOf(pending.keySet())) {
                take(number);
            }
        } else if (step instanceof Step.Hold hold) {
            hold(hold);
        } else if (step instanceof Step.Lift lift) {
            lift(lift);
        } else if (step instanceof Step.Advance advance) {
            world.advance(advance.to());
        } else if (step instanceof Step.Purge) {
            purge();
        } else if (step instanceof Step.Change change) {
            change(change);
        } else if (step instanceof Step.Look) {
            look();
        } else if (step instanceof Step.LetGo letGo) {
            counts.add("run released");
            attempt(() -> world.letGo(letGo.by()));
        } else {
            decide(step);
        }
    }

    /** Whether the hub died on the way; then it lives again. */
    private boolean revived() throws SQLException {
        boolean died = world.fuse().isBurnt();
        if (died) {
            counts.add("the hub died");
            world.revive();
        }
        return died;
    }

    private interface Act<T> {
        T perform() throws Exception;
    }

    /** Empty if the hub died; then it lives again. */
    private <T> Optional<T> attempt(Act<T> act) throws Exception {
        stale = true;
        try {
            T result = act.perform();
            return revived() ? Optional.empty() : Optional.of(result);
        } catch (Exception e) {
            if (revived()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void ask(Kept about, Act<Answer> act, Answer expected, Fate after, Runnable also) throws Exception {
        Optional<Answer> answer = attempt(act);
        answer.ifPresent(given -> counts.add(String.valueOf(given)));
        if (answer.isPresent() && answer.get() != expected) {
            throw new Broken(about, "answered " + answer.get() + " instead of " + expected);
        }
        Outcome becomes = new Outcome(after, also);
        possible.put(about, answer.isPresent() ? List.of(becomes) : List.of(Outcome.of(about.fate()), becomes));
    }

    /** What is said of a recording, and what the model says to it. */
    private interface Saying {
        Retention.Said of(Fate fate, Kept about);
    }

    private void say(int number, Act<Answer> act, Saying saying) throws Exception {
        say(number, act, saying, () -> {});
    }

    private void say(int number, Act<Answer> act, Saying saying, Runnable also) throws Exception {
        Kept about = kept.get(number);
        if (about == null) {
            return;
        }
        Fate before = about.fate();
        Retention.Said said = before.lives() ? saying.of(before, about) : new Retention.Said(Answer.REFUSED, before);
        ask(about, act, said.answer(), said.fate(), () -> {
            if (said.answer() == Answer.TAKEN) {
                also.run();
            }
        });
    }

    private UUID id(int number) {
        Kept about = kept.get(number);
        if (about == null) {
            throw new IllegalStateException("there is no recording " + number);
        }
        return about.id();
    }

    private void decide(Step step) throws Exception {
        int number = step.concerns();
        if (step instanceof Step.Retain retain) {
            say(
                    number,
                    () -> world.retain(id(number), retain.by()),
                    (fate, about) -> Retention.retain(fate, book, now()));
        } else if (step instanceof Step.Release release) {
            say(
                    number,
                    () -> world.release(id(number), release.by()),
                    (fate, about) -> Retention.release(fate, about, book, now()));
        } else if (step instanceof Step.AskEarly early) {
            say(
                    number,
                    () -> world.askEarly(id(number), early.by()),
                    (fate, about) -> Retention.askEarly(fate, about, book, Person.of(early.by()), now()));
        } else if (step instanceof Step.Approve approve) {
            say(
                    number,
                    () -> world.approve(id(number), approve.by()),
                    (fate, about) -> Retention.approve(fate, about, book, Person.of(approve.by()), now()));
        } else if (step instanceof Step.Objection objection) {
            say(number, () -> world.object(id(number), objection.by()), (fate, about) -> Retention.object(fate));
        } else if (step instanceof Step.Recategorise said) {
            say(
                    number,
                    () -> world.recategorise(id(number), said.by(), said.category()),
                    (fate, about) ->
                            Recategorising.say(fate, about, book, Person.of(said.by()), said.category(), now()),
                    () -> counts.add("recategorised"));
        } else if (step instanceof Step.Tell tell) {
            say(
                    number,
                    () -> world.tell(id(number), tell.by(), tell.outcome()),
                    (fate, about) -> Retention.tell(fate, about, tell.outcome(), now()),
                    () -> Objects.requireNonNull(kept.get(number)).outcomes().add(tell.outcome()));
        }
    }

    private void hold(Step.Hold hold) throws Exception {
        Kept about = kept.get(hold.concerns());
        if (about == null) {
            return;
        }
        Instant now = now();
        Instant until = hold.until();
        Instant standing = about.holds().getOrDefault(hold.reference(), Instant.MIN);
        boolean refused = !about.fate().lives() || (until != null && !until.isAfter(now));
        boolean stands = standing.isAfter(now);
        Instant wanted = until == null ? Instant.MAX : until;
        // Of two ends the later one counts.
        boolean so = stands && !wanted.isAfter(standing);
        Answer expected = refused ? Answer.REFUSED : so ? Answer.ALREADY_SO : Answer.TAKEN;
        boolean places = expected == Answer.TAKEN;
        ask(
                about,
                () -> world.hold(about.id(), hold.by(), hold.reference(), until),
                expected,
                places
                        ? about.fate()
                                .change()
                                .endEarly()
                                .act(stands ? "hold-extended" : "held")
                                .done()
                        : about.fate(),
                () -> {
                    if (!refused) {
                        about.holds().values().removeIf(end -> !end.isAfter(now));
                    }
                    if (places) {
                        about.holds().put(hold.reference(), wanted);
                    }
                });
    }

    private void lift(Step.Lift lift) throws Exception {
        Kept about = kept.get(lift.concerns());
        if (about == null) {
            return;
        }
        boolean may = about.fate().lives() && Person.of(lift.by()).liftsHolds();
        Instant standing = about.holds().get(lift.reference());
        if (standing != null && !standing.isAfter(now())) {
            // One that has ended needs nobody to lift it: whether that is noted or not makes no difference.
            return;
        }
        ask(
                about,
                () -> world.lift(about.id(), lift.by(), lift.reference()),
                !may ? Answer.REFUSED : standing == null ? Answer.ALREADY_SO : Answer.TAKEN,
                !may || standing == null
                        ? about.fate()
                        : about.fate().change().act("hold-lifted").done(),
                () -> {
                    if (may) {
                        about.holds().remove(lift.reference());
                    }
                });
    }

    private void take(int number) throws Exception {
        Unsettled source = pending.get(number);
        if (source == null) {
            return;
        }
        Step.Arrive arrival = source.arrival();
        Kept same = living(arrival.content());
        Optional<Boolean> taken = attempt(() -> {
            world.take(source.source());
            return true;
        });
        if (same != null) {
            counts.add("duplicate");
        }
        if (same != null && arrival.saysRetain()) {
            Outcome retained =
                    Outcome.of(Retention.retain(same.fate(), book, now()).fate());
            // What was cut short may have been decided upon before.
            possible.put(same, taken.isPresent() ? List.of(retained) : List.of(Outcome.of(same.fate()), retained));
        }
        compare();
        if (taken.isPresent()) {
            if (!world.isReceipted(source.source())) {
                throw new Broken(number, "there is no receipt for source " + number);
            }
            world.erase(source.source());
            pending.remove(number);
        }
    }

    private @Nullable Kept living(String content) {
        return kept.values().stream()
                .filter(one -> one.fate().lives() && one.content().equals(content))
                .findFirst()
                .orElse(null);
    }

    private void purge() throws Exception {
        // A run that was released goes on with what it was stopped with; what became due since is for the next one.
        Instant planned = world.rows().released().orElseGet(this::now);
        Set<Integer> due = kept.values().stream()
                .filter(one -> ends(one) && (!one.fate().lives() || one.fate().isDue(planned)))
                .map(Kept::number)
                .collect(Collectors.toCollection(HashSet::new));
        // While a run waits for a person, nothing is condemned, and nothing that is condemned is gone on with.
        purging = !world.isStopped();
        try {
            boolean through = attempt(() -> {
                        world.purge();
                        return true;
                    })
                    .isPresent();
            compare();
            if (world.isStopped()) {
                counts.add("run stopped");
            } else if (through) {
                kept.values().stream()
                        .filter(one -> due.contains(one.number()) && ends(one))
                        .findFirst()
                        .ifPresent(one -> {
                            throw new Broken(one, "is still there after a purge");
                        });
            }
        } finally {
            purging = false;
        }
    }

    /** Whether a purge ends its life, or changes it. */
    private boolean ends(Kept one) {
        return Retention.purged(one, book, now()).size() > 1;
    }

    private void look() throws Exception {
        Optional<Boolean> looked = attempt(() -> {
            world.look();
            return true;
        });
        if (passing && !now().isBefore(since.plus(world.untilAllKnow()))) {
            pass(looked.isPresent());
        }
        compare();
    }

    /** All recordings are appraised by the rulebook that came into force. */
    private void pass(boolean through) {
        for (Kept one : kept.values()) {
            if (one.fate().lives()) {
                boolean free = accepted && Retention.becomesEarlier(one.fate(), one, last, book, now());
                Outcome appraised = Outcome.of(Retention.appraised(one.fate(), one, book, free, now()));
                if (!appraised.fate().equals(one.fate())) {
                    counts.add(free ? "became due earlier" : "appraised again");
                }
                possible.put(one, through ? List.of(appraised) : List.of(Outcome.of(one.fate()), appraised));
            }
        }
        passing = !through;
    }

    private void change(Step.Change change) throws Exception {
        Book next = change.book();
        if (next.equals(book)) {
            return;
        }
        world.write(next);
        look();
        compare();
        boolean mustBeAccepted = book.isTighterThan(next)
                || kept.values().stream()
                        .anyMatch(one -> one.fate().lives()
                                && suffers(Retention.appraised(one.fate(), one, book, false, now()), one, next));
        look();
        if (!world.isInForce() && !mustBeAccepted) {
            // Only what was cut short is looked at again.
            look();
            look();
        }
        if (world.isInForce() == mustBeAccepted) {
            throw new Broken(
                    0,
                    mustBeAccepted
                            ? "a rulebook brought dates forward unasked"
                            : "a harmless rulebook was not taken up");
        }
        boolean taken = !mustBeAccepted;
        if (mustBeAccepted && change.accept()) {
            attempt(world::accept);
            look();
            taken = world.isInForce();
        }
        counts.add(taken ? mustBeAccepted ? "rulebook accepted" : "rulebook taken up" : "rulebook waited");
        if (taken) {
            last = book;
            book = next;
            accepted = mustBeAccepted;
            passing = true;
            since = now();
        } else {
            world.write(book);
            look();
            look();
        }
    }

    private boolean suffers(Fate reached, Kept one, Book next) {
        return Retention.becomesEarlier(reached, one, book, next, now())
                || Retention.isProtectedLess(reached, one, book, next, now());
    }

    /** A request to the vault that deletes something: at this instant it must be allowed. */
    private void deleting(String request) {
        if (request.contains("/custody/") && !request.contains("/custody/docket-check-")) {
            found.add(new Broken(0, "something of the custody container is deleted: " + request));
        }
        Matcher ids = ID.matcher(request);
        while (ids.find()) {
            Kept one = byId.get(UUID.fromString(ids.group()));
            if (one != null && one.fate().state() != Fate.State.DISPOSING && !ends(one)) {
                found.add(new Broken(one, "is deleted from the vault at " + now() + ", although it must be kept"));
            }
        }
    }

    /** Compares what was written since the last time with what the model says. */
    private void compare() {
        if (!stale) {
            return;
        }
        stale = false;
        Set<Kept> seen = new HashSet<>();
        for (Rows.Row row : world.rows().touched()) {
            Kept about = byId.get(row.id());
            if (about == null) {
                meet(row);
            } else {
                seen.add(about);
                compare(about, row);
            }
        }
        possible.forEach((about, outcomes) -> {
            boolean same = outcomes.stream().anyMatch(outcome -> outcome.fate().equals(about.fate()));
            if (!seen.contains(about) && !same) {
                throw new Broken(about, "nothing was written of it, but it should be " + outcomes);
            } else if (!seen.contains(about) && outcomes.size() == 1) {
                outcomes.get(0).also().run();
            }
        });
        possible.clear();
    }

    private void compare(Kept about, Rows.Row row) {
        Fate is = row.fate().orElseThrow(() -> new Broken(about, "its row is gone"));
        List<Outcome> outcomes = possible.get(about);
        if (outcomes == null) {
            List<Fate> fates = purging ? Retention.purged(about, book, now()) : List.of(about.fate());
            outcomes = fates.stream().map(Outcome::of).toList();
        }
        List<Outcome> expected = outcomes;
        Outcome outcome = expected.stream()
                .filter(one -> one.fate().equals(is))
                .findFirst()
                .orElseThrow(() -> new Broken(about, "became " + is + " instead of " + fates(expected)));
        boolean ended = about.fate().state() != Fate.State.DISPOSED && is.state() == Fate.State.DISPOSED;
        about.becomes(is);
        outcome.also().run();
        if (ended) {
            checkCertificate(about, row);
        }
    }

    private static List<Fate> fates(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::fate).toList();
    }

    private void checkCertificate(Kept about, Rows.Row row) {
        String certificate = row.certificate();
        if (certificate == null) {
            throw new Broken(about, "was disposed of without a certificate");
        }
        certified.add(row);
        for (String said : List.of(about.id().toString(), SourceDigest.of(bytes(about.content())), about.blob())) {
            if (!certificate.contains('"' + said + '"')) {
                throw new Broken(about, "has a certificate that does not say " + said + ": " + certificate);
            }
        }
        counts.add("disposed of");
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    /** A row that the model does not know yet: of a source that has no receipt. */
    private void meet(Rows.Row row) {
        Optional<Unsettled> of = pending.values().stream()
                .filter(source -> world.rows()
                        .presented(String.valueOf(source.source().getFileName()))
                        .filter(row.id()::equals)
                        .isPresent())
                .findFirst();
        Instant received = row.received();
        if (received == null) {
            // It was withdrawn: another one has its content.
            return;
        }
        Unsettled source = of.orElseThrow(() -> new Broken(0, "nobody brought " + row));
        Instant first = source.received().computeIfAbsent(row.id(), id -> now());
        if (!received.equals(first)) {
            throw new Broken(source.arrival().number(), "was received at " + first + " but has " + received);
        }
        row.fate().ifPresent(fate -> meet(source.arrival(), row, fate, received));
    }

    private void meet(Step.Arrive arrival, Rows.Row row, Fate is, Instant received) {
        Kept same = living(arrival.content());
        if (same != null) {
            throw new Broken(same, "has its content twice: also " + row);
        }
        Fate expected =
                Retention.deposited(book, arrival.tag(), received, arrival.recorded(), arrival.saysRetain(), now());
        Kept met = new Kept(
                // A source can bring a second recording, if the first one ended before the dock had a receipt.
                kept.containsKey(arrival.number()) ? AGAIN + arrival.number() : arrival.number(),
                row.id(),
                arrival.content(),
                String.valueOf(row.blob()),
                arrival.tag(),
                received,
                arrival.recorded(),
                arrival.officer(),
                expected);
        if (!is.equals(expected)) {
            throw new Broken(met, "became " + is);
        }
        if (!SourceDigest.of(bytes(arrival.content())).equals(row.sha256())) {
            throw new Broken(met, "has another hash");
        }
        kept.put(met.number(), met);
        byId.put(met.id(), met);
    }

    /** Compares everything that there is, also what nothing should have been written about. */
    void compareAll() {
        stale = true;
        compare();
        Map<UUID, Rows.Row> rows = world.rows().all().stream()
                .filter(row -> row.fate().isPresent())
                .collect(Collectors.toMap(Rows.Row::id, row -> row));
        if (rows.size() != kept.size()) {
            throw new Broken(0, "there are " + rows.size() + " recordings instead of " + kept.size());
        }
        for (Kept one : kept.values()) {
            Rows.Row row = rows.get(one.id());
            if (row == null || !row.fate().equals(Optional.of(one.fate()))) {
                throw new Broken(one, "stands in the catalogue as " + row);
            }
        }
        compareHolds();
        compareVault();
    }

    private void compareHolds() {
        Map<String, Instant> standing = new TreeMap<>(world.rows().holds());
        standing.values().removeIf(until -> !until.isAfter(now()));
        Map<String, Instant> expected = new TreeMap<>();
        kept.values().forEach(one -> one.holds().forEach((reference, until) -> {
            if (until.isAfter(now())) {
                expected.put(one.id() + " " + reference, until);
            }
        }));
        if (!standing.equals(expected)) {
            throw new Broken(0, "the holds " + standing + " stand instead of " + expected);
        }
    }

    private void compareVault() {
        Set<String> blobs = world.recordings().listBlobs().stream()
                .map(BlobItem::getName)
                .collect(Collectors.toCollection(HashSet::new));
        for (Kept one : kept.values()) {
            boolean there = blobs.remove(one.blob());
            if (there == (one.fate().state() == Fate.State.DISPOSED)
                    && one.fate().state() != Fate.State.DISPOSING) {
                throw new Broken(one, there ? "is still in the vault" : "is not in the vault");
            }
        }
        blobs.removeIf(blob -> pending.values().stream()
                .flatMap(source -> source.received().keySet().stream())
                .anyMatch(id -> blob.contains(id.toString())));
        if (!blobs.isEmpty()) {
            throw new Broken(0, "the vault has more than there should be: " + blobs);
        }
        compareCertificates();
    }

    private void compareCertificates() {
        Map<String, Set<String>> files = new HashMap<>();
        for (Rows.Row row : certified) {
            Set<String> lines = files.computeIfAbsent(String.valueOf(row.certificateBlob()), this::lines);
            if (!lines.contains(String.valueOf(row.certificate()))) {
                throw new Broken(0, "the vault does not have the certificate of " + row);
            }
        }
        certified.clear();
    }

    private Set<String> lines(String blob) {
        return world.custody()
                .getBlobClient(blob)
                .downloadContent()
                .toString()
                .lines()
                .collect(Collectors.toSet());
    }

    /** What takes longer: the ledger, and the bytes of each recording. */
    void verify() {
        compareAll();
        List<String> findings = world.docket().ledgerVerifier().verify(null).findings();
        if (!findings.isEmpty()) {
            throw new Broken(0, "the ledger does not verify: " + findings);
        }
        for (Kept one : kept.values()) {
            if (one.fate().lives()
                    && !world.recordings()
                            .getBlobClient(one.blob())
                            .downloadContent()
                            .toString()
                            .equals(one.content())) {
                throw new Broken(one, "is not what was brought any more");
            }
        }
        Set<String> certificates = world.custody().listBlobs().stream()
                .map(BlobItem::getName)
                .filter(name -> name.startsWith("certificates/"))
                .flatMap(name -> lines(name).stream())
                .collect(Collectors.toSet());
        Set<String> issued = world.rows().certificates();
        Set<String> disposed = world.rows().all().stream()
                .filter(row -> row.fate()
                        .filter(fate -> fate.state() == Fate.State.DISPOSED)
                        .isPresent())
                .map(row -> String.valueOf(row.certificate()))
                .collect(Collectors.toSet());
        if (!certificates.containsAll(disposed) || !issued.containsAll(certificates)) {
            throw new Broken(0, "the certificates in the vault are not those in the database");
        }
    }

    @Override
    public void close() {
        world.close();
    }
}
