package org.docket.casework;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.docket.catalogue.Recording;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.YamlFile;
import org.docket.rules.Outcome;
import org.docket.rules.ShownFacts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The case-management systems that {@code config/casework.yaml} lists. */
public final class CaseSystems {
    private static final Logger LOG = LoggerFactory.getLogger(CaseSystems.class);

    private final List<CaseSystem> all;
    private final Function<String, Optional<Set<String>>> told;

    private final List<Sender> senders;

    private CaseSystems(List<CaseSystem> all, List<Sender> senders, Function<String, Optional<Set<String>>> told) {
        this.all = all;
        this.senders = senders;
        this.told = told;
    }

    /**
     * The same case systems, of which only some are told of a category.
     *
     * @param systems the ids of those that are told of a category, as the retention rules in force say; empty if they leave it to
     *     {@code casework.yaml}
     */
    public CaseSystems told(Function<String, Optional<Set<String>>> systems) {
        return new CaseSystems(all, senders, systems);
    }

    /**
     * Reads and checks the case systems. Expressions and transformations are compiled, and each transformation is tried on samples.
     *
     * @param categories the names of all categories, from the retention rules
     * @param zone in which expressions speak of times of day and of days, from the retention rules
     * @throws ConfigurationException naming every error with its line and column, also inside expressions and transformations
     */
    public static CaseSystems load(Path path, Set<String> categories, ZoneId zone) {
        return YamlFile.read(path, file -> {
            CaseSystemReader reader = new CaseSystemReader(path, categories, zone);
            return new CaseSystems(reader.read(file), reader.senders(file), category -> Optional.empty());
        });
    }

    /** All case systems, in the order of the file; there may be none. */
    public List<CaseSystem> all() {
        return all;
    }

    /**
     * Who is told of a recording.
     *
     * @param told those that are, in the order of the file
     * @param undecided those of which it could not be found out: their expression failed on this recording
     */
    public record Receiving(List<CaseSystem> told, List<CaseSystem> undecided) {
        /** The ids of those that are told. */
        public List<String> ids() {
            return told.stream().map(CaseSystem::id).toList();
        }
    }

    /** The case systems that are told of a recording: by any of its categories, and by what is known of it. */
    public Receiving receiving(Recording recording) {
        Supplier<Optional<ShownFacts>> facts = new ShownOnce(recording);
        List<CaseSystem> receiving = new ArrayList<>();
        List<CaseSystem> undecided = new ArrayList<>();
        for (CaseSystem system : all) {
            if (recording.categories().stream().noneMatch(category -> receives(system, category))) {
                continue;
            }
            Outcome outcome = system.selection().holds(facts);
            if (outcome instanceof Outcome.Matched) {
                receiving.add(system);
            } else if (outcome instanceof Outcome.Failed failed) {
                LOG.warn("whether {} is told of {}: {}", system.id(), recording.id(), failed.reason());
                undecided.add(system);
            }
        }
        return new Receiving(receiving, undecided);
    }

    private boolean receives(CaseSystem system, String category) {
        return system.selection().has(category)
                && told.apply(category).map(ids -> ids.contains(system.id())).orElse(true);
    }

    /** Facts are laid out for expressions once for a recording, and only if there is an expression. */
    private static final class ShownOnce implements Supplier<Optional<ShownFacts>> {
        private final Recording recording;
        private Optional<ShownFacts> shown = Optional.empty();

        ShownOnce(Recording recording) {
            this.recording = recording;
        }

        @Override
        public Optional<ShownFacts> get() {
            if (shown.isEmpty()) {
                shown = Optional.ofNullable(recording.facts()).map(ShownFacts::of);
            }
            return shown;
        }
    }

    /** The ids of all case systems. */
    public Set<String> ids() {
        return all.stream().map(CaseSystem::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The case system of that id. */
    public Optional<CaseSystem> system(String id) {
        return all.stream().filter(system -> system.id().equals(id)).findFirst();
    }

    /** The case system that names itself by that CloudEvents source. */
    Optional<CaseSystem> speaking(String source) {
        return all.stream().filter(system -> system.source().equals(source)).findFirst();
    }

    /** All who may say things: the case systems, and then those who are told of nothing. */
    public List<Sender> senders() {
        return senders;
    }

    /** Who names itself by that CloudEvents source. */
    Optional<Sender> sender(String source) {
        return senders.stream().filter(sender -> sender.source().equals(source)).findFirst();
    }
}
