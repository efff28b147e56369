package org.docket.retention;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;

/**
 * Who may ask that recordings of a category are deleted before they are due.
 *
 * @param secondPerson whether another person has to agree
 */
public record EarlyDeletion(Ask ask, boolean secondPerson) {
    /** Nobody may: what holds where nothing else is said. */
    public static final EarlyDeletion NEVER = new EarlyDeletion(Ask.NOBODY, true);

    /** Who may ask, the least strict first. */
    public enum Ask {
        /** Whoever decides about recordings. */
        OFFICER("officer"),
        /** Who has the authority of a supervisor. */
        SUPERVISOR("supervisor"),
        /** Nobody, whoever they are. */
        NOBODY("nobody");

        private final String word;

        Ask(String word) {
            this.word = word;
        }

        /** As it stands in files and messages. */
        public String word() {
            return word;
        }
    }

    /** Whether it lets somebody ask whom the other one does not, or lets one person decide where the other wants two. */
    boolean isLooserThan(EarlyDeletion other) {
        return ask.compareTo(other.ask) < 0 || (ask != Ask.NOBODY && !secondPerson && other.secondPerson);
    }

    /** What holds for a recording for which all of these hold: the strictest of them. */
    static EarlyDeletion strictest(Collection<EarlyDeletion> all) {
        return all.stream()
                .reduce((one, other) -> new EarlyDeletion(
                        one.ask().compareTo(other.ask()) > 0 ? one.ask() : other.ask(),
                        one.secondPerson() || other.secondPerson()))
                .orElse(NEVER);
    }

    /** Reads the section {@code early-deletion} of a category; without it, nobody may ask. */
    static EarlyDeletion read(YamlMap category) {
        Optional<YamlMap> section = category.optionalMap("early-deletion");
        if (section.isEmpty()) {
            return NEVER;
        }
        String word = section.get().text("ask").oneOf("way to ask for early deletion", words());
        Ask ask = List.of(Ask.values()).stream()
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElse(Ask.NOBODY);
        boolean second =
                section.get().optionalText("second-person").map(YamlText::truth).orElse(true);
        return new EarlyDeletion(ask, second);
    }

    private static List<String> words() {
        return List.of(Ask.NOBODY.word(), Ask.OFFICER.word(), Ask.SUPERVISOR.word());
    }
}
