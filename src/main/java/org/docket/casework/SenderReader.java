package org.docket.casework;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.docket.configuration.YamlFile;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;

/** Reads from {@code casework.yaml} who may say what, and notes in it what is wrong. */
final class SenderReader {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private final List<Sender> senders = new ArrayList<>();
    private final Set<String> sources = new HashSet<>();
    private final Set<String> users = new HashSet<>();

    /** A case system, as somebody who speaks. */
    Sender system(YamlMap map, String id, String queue) {
        boolean any = map.optionalText("recordings")
                .map(text -> text.oneOf("choice of recordings", List.of("told", "all")))
                .map("all"::equals)
                .orElse(false);
        Sender sender = new Sender(
                id, source(map, id), account(map), may(map).orElse(Set.of(Right.ANSWER)), any, Optional.of(queue));
        senders.add(sender);
        return sender;
    }

    /** The case systems that were read, and after them those of the list {@code senders}. */
    List<Sender> others(YamlFile file) {
        if (file.root().has("senders")) {
            file.root().maps("senders").forEach(this::other);
        }
        return List.copyOf(senders);
    }

    private void other(YamlMap map) {
        String id = map.text("id").name();
        map.text("title");
        if (!id.isEmpty() && senders.stream().anyMatch(sender -> sender.id().equals(id))) {
            map.wrong("id", "'" + id + "' is listed twice; give each sender and case system its own id");
        }
        Optional<Set<Right>> may = may(map);
        if (may.isEmpty()) {
            map.wrong("a sender that may say nothing is of no use; list what it may under 'may'");
        } else if (may.get().contains(Right.ANSWER)) {
            map.wrong("may", "a sender is told of nothing and has nothing to answer; remove 'answer'");
        }
        senders.add(new Sender(id, source(map, id), account(map), may.orElse(Set.of()), true, Optional.empty()));
    }

    private String source(YamlMap map, String id) {
        String source = map.optionalText("source").map(YamlText::value).orElse("urn:" + id);
        if (source.toLowerCase(Locale.ROOT).startsWith("urn:docket")) {
            map.wrong(
                    map.has("source") ? "source" : "id",
                    "the source '" + source + "' is Docket's own, as all that begin with urn:docket; write another");
        } else if (!sources.add(source) && (map.has("source") || !isListed(id))) {
            map.wrong(
                    map.has("source") ? "source" : "id",
                    "another one has the source '" + source + "'; give each its own");
        }
        return source;
    }

    /** Whoever is listed twice is told of that. */
    private boolean isListed(String id) {
        return senders.stream().anyMatch(sender -> sender.id().equals(id));
    }

    private static Optional<Set<Right>> may(YamlMap map) {
        return map.optionalTexts("may").map(listed -> {
            Set<Right> rights = EnumSet.noneOf(Right.class);
            List<String> words = Right.words();
            listed.forEach(text -> {
                String word = text.oneOf("right", words);
                Arrays.stream(Right.values())
                        .filter(right -> right.word().equals(word))
                        .forEach(rights::add);
            });
            return rights;
        });
    }

    private Optional<Account> account(YamlMap map) {
        Optional<YamlText> user = map.optionalText("user");
        user.filter(text -> !users.add(text.value()))
                .ifPresent(text ->
                        text.wrong("another one signs in as '" + text.value() + "'; give each a user of its own"));
        Optional<YamlText> password = map.optionalText("password");
        password.filter(text -> !SHA_256.matcher(text.value()).matches())
                .ifPresent(
                        text -> text.wrong(
                                "a password stands here as its SHA-256: 64 hexadecimal digits in lower case;"
                                        + " write what 'printf %s PASSWORD | sha256sum' prints, and never the password itself"));
        if (user.isEmpty() && password.isPresent()) {
            map.wrong("password", "a password needs the user that signs in with it; write the key 'user' as well");
        }
        return user.map(text -> new Account(text.value(), password.map(YamlText::value)));
    }
}
