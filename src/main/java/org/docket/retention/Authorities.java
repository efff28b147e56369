package org.docket.retention;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.docket.catalogue.Officer;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.YamlFile;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;
import org.docket.vault.SourceDigest;
import org.jspecify.annotations.Nullable;

/** Who has which authority, from {@code config/authorities.yaml}. Who is not listed has none, and may do what everybody may. */
public final class Authorities {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private static final int DIGITS = 8;

    private final Map<String, Person> people;
    private final Map<String, CaseSystem> systems;

    private Authorities(Map<String, Person> people, Map<String, CaseSystem> systems) {
        this.people = people;
        this.systems = systems;
    }

    /**
     * A person who is listed.
     *
     * @param id as it stands in the file
     * @param token SHA-256 of their token for REST, 64 hexadecimal digits in lower case; absent if they have none
     */
    public record Person(
            String id, Set<String> authorities, @Nullable String token) {
        public Person {
            authorities = Set.copyOf(authorities);
        }
    }

    /**
     * A case system that is listed.
     *
     * @param source its CloudEvents source, such as {@code urn:cms}
     */
    public record CaseSystem(String source, Set<String> authorities) {
        public CaseSystem {
            authorities = Set.copyOf(authorities);
        }
    }

    /**
     * Reads and checks the file.
     *
     * @throws ConfigurationException naming every error with its line and column
     */
    public static Authorities load(Path path) {
        return YamlFile.read(path, file -> {
            YamlMap root = file.root();
            Map<String, Person> people = new LinkedHashMap<>();
            Set<String> tokens = new LinkedHashSet<>();
            for (YamlMap map : root.maps("people")) {
                Person person = new Person(map.text("id").value(), authorities(map), token(map, tokens));
                if (Officer.compared(person.id()).isEmpty() && !person.id().isEmpty()) {
                    map.wrong("id", "nothing of this id shows; write the id by which people know the person");
                }
                if (people.put(Officer.compared(person.id()), person) != null
                        && !person.id().isEmpty()) {
                    map.wrong("id", "'" + person.id() + "' is listed twice; give one entry all authorities");
                }
            }
            Map<String, CaseSystem> systems = new LinkedHashMap<>();
            for (YamlMap map : root.maps("systems")) {
                CaseSystem system = new CaseSystem(map.text("source").value(), authorities(map));
                if (systems.put(system.source(), system) != null
                        && !system.source().isEmpty()) {
                    map.wrong("source", "'" + system.source() + "' is listed twice; give one entry all authorities");
                }
            }
            return new Authorities(people, systems);
        });
    }

    private static Set<String> authorities(YamlMap map) {
        Set<String> authorities = new LinkedHashSet<>();
        map.optionalTexts("authorities").orElse(List.of()).forEach(text -> authorities.add(text.name()));
        return authorities;
    }

    private static @Nullable String token(YamlMap map, Set<String> known) {
        Optional<YamlText> text = map.optionalText("token");
        text.filter(token -> !SHA_256.matcher(token.value()).matches())
                .ifPresent(
                        token -> token.wrong("a token stands here as its SHA-256: 64 hexadecimal digits in lower case;"
                                + " write what 'printf %s TOKEN | sha256sum' prints, and never the token itself"));
        text.filter(token -> !known.add(token.value()))
                .ifPresent(token -> token.wrong(
                        "two people have this token, and nobody could tell them apart; give each their own"));
        return text.map(YamlText::value).orElse(null);
    }

    /** Whoever says that they are that person, at the console or by REST. */
    public Speaker person(String id) {
        Person listed = people.get(Officer.compared(id));
        return new Speaker(id, Speaker.As.PERSON, null, listed == null ? Set.of() : listed.authorities());
    }

    /**
     * The person who has that token. How long it takes says nothing of how much of a hash was right.
     *
     * @param sha256 of the token, 64 hexadecimal digits in lower case
     */
    public Optional<Speaker> byToken(String sha256) {
        byte[] wanted = sha256.getBytes(StandardCharsets.US_ASCII);
        return people.values().stream()
                .filter(person -> person.token() != null
                        && MessageDigest.isEqual(wanted, person.token().getBytes(StandardCharsets.US_ASCII)))
                .findFirst()
                .map(person -> person(person.id()));
    }

    /** A case system that speaks for a person. The authority is that of the system: it has checked who may what there. */
    public Speaker caseSystem(String source, String by) {
        CaseSystem listed = systems.get(source);
        return new Speaker(by, Speaker.As.CASE_SYSTEM, source, listed == null ? Set.of() : listed.authorities());
    }

    /** What the file says, one text for each entry, in alphabetical order: what is the same there says the same here. */
    List<String> entries() {
        List<String> entries = new ArrayList<>();
        people.values()
                .forEach(person -> entries.add("person " + person.id() + ": " + words(person.authorities())
                        + (person.token() == null ? "" : ", token " + digits(person.token()))));
        systems.values()
                .forEach(system -> entries.add("system " + system.source() + ": " + words(system.authorities())));
        return entries.stream().sorted().toList();
    }

    private static String words(Set<String> authorities) {
        return authorities.isEmpty() ? "none" : String.join(" ", new TreeSet<>(authorities));
    }

    private static String digits(String token) {
        return SourceDigest.of(token.getBytes(StandardCharsets.US_ASCII)).substring(0, DIGITS);
    }

    /** All people that are listed, in the order of the file. */
    public List<Person> people() {
        return List.copyOf(people.values());
    }

    /** All case systems that are listed, in the order of the file. */
    public List<CaseSystem> systems() {
        return List.copyOf(systems.values());
    }
}
