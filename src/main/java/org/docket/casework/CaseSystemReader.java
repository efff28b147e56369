package org.docket.casework;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.docket.configuration.YamlFile;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;
import org.docket.rules.Expression;
import org.docket.rules.RuleCompiler;

/** Reads {@code casework.yaml}, and notes in it what is wrong. */
final class CaseSystemReader {
    private static final String QUEUES = "docket.evidence.";
    private static final Pattern QUEUE = Pattern.compile("[A-Za-z][\\w.-]{0,199}");
    private static final int MOST_LANES = 64;
    private static final int MOST_PER_SECOND = 1_000_000;
    private static final int MOST_BYTES = 1 << 20;

    private final Path path;
    private final Set<String> categories;
    private final RuleCompiler compiler;
    private final Set<String> ids = new HashSet<>();
    private final Set<String> queues = new HashSet<>();
    private final SenderReader senders = new SenderReader();

    CaseSystemReader(Path path, Set<String> categories, ZoneId zone) {
        this.path = path;
        this.categories = categories;
        this.compiler = new RuleCompiler(zone);
    }

    List<CaseSystem> read(YamlFile file) {
        List<CaseSystem> systems = new ArrayList<>();
        for (YamlMap map : file.root().maps("systems")) {
            systems.add(system(map));
        }
        return List.copyOf(systems);
    }

    /** The case systems that were read, and all others who may say things. */
    List<Sender> senders(YamlFile file) {
        return senders.others(file);
    }

    private CaseSystem system(YamlMap map) {
        String id = map.text("id").name();
        if (!ids.add(id) && !id.isEmpty()) {
            map.wrong("id", "the case system '" + id + "' is listed twice; remove one of the two");
        }
        Optional<LinkTerms> links = map.optionalMap("link").map(CaseSystemReader::links);
        Delivery delivery = delivery(map, id);
        String source = senders.system(map, id, delivery.queue()).source();
        return new CaseSystem(
                id,
                map.text("title").value(),
                source,
                new Selection(categories(map), when(map)),
                form(map, links.isPresent()),
                delivery,
                links);
    }

    private Set<String> categories(YamlMap map) {
        Optional<List<YamlText>> listed = map.optionalTexts("categories");
        if (listed.isPresent() && listed.get().isEmpty()) {
            map.wrong("categories", "no category is listed; list some, or remove the key to send all");
        }
        Set<String> named = new LinkedHashSet<>();
        listed.orElse(List.of()).forEach(name -> named.add(name.oneOf("category", categories)));
        return named;
    }

    private Optional<Expression> when(YamlMap map) {
        return map.optionalText("when").flatMap(compiler::compile);
    }

    private Delivery delivery(YamlMap map, String id) {
        Optional<YamlMap> limits = map.optionalMap("limits");
        return new Delivery(
                queue(map, id),
                patience(map),
                map.optionalText("redelivery").map(YamlText::duration),
                whole(limits.flatMap(given -> given.optionalText("lanes")), MOST_LANES, Delivery.LANES),
                whole(limits.flatMap(given -> given.optionalText("per-second")), MOST_PER_SECOND, 0));
    }

    private static int whole(Optional<YamlText> text, int most, int otherwise) {
        return text.map(number -> number.as(
                        digits -> {
                            int value = Integer.parseInt(digits);
                            if (value < 1 || value > most) {
                                throw new IllegalArgumentException(digits);
                            }
                            return value;
                        },
                        "a whole number from 1 to " + most,
                        1))
                .orElse(otherwise);
    }

    /** Nobody but Docket writes to what it reads itself, and two systems would take each other's messages away. */
    private String queue(YamlMap map, String id) {
        Optional<YamlText> text = map.optionalText("queue");
        String queue = text.map(YamlText::value).orElse(QUEUES + id);
        String lower = queue.toLowerCase(Locale.ROOT);
        boolean own = !lower.startsWith(QUEUES)
                && (lower.startsWith("docket.") || lower.startsWith("activemq.") || lower.startsWith("dlq."));
        if (!QUEUE.matcher(queue).matches()) {
            text.ifPresent(
                    given -> given.wrong(
                            "'" + queue
                                    + "' is no name of a queue; use letters, digits, dots, hyphens and underscores, beginning with a letter"));
        } else if (own) {
            text.ifPresent(given ->
                    given.wrong("the queue '" + queue + "' has another use; name another, such as " + QUEUES + id));
        } else if (!queues.add(queue) && ids.contains(id) && text.isPresent()) {
            text.get().wrong("another case system reads the queue '" + queue + "'; give each its own");
        }
        return queue;
    }

    private static Patience patience(YamlMap map) {
        Optional<YamlMap> said = map.optionalMap("answer");
        return new Patience(
                said.flatMap(answer -> answer.optionalText("within"))
                        .map(YamlText::duration)
                        .orElse(Patience.DEFAULT.within()),
                said.flatMap(answer -> answer.optionalText("longest"))
                        .map(YamlText::duration)
                        .orElse(Patience.DEFAULT.longest()));
    }

    private static LinkTerms links(YamlMap map) {
        boolean included = map.optionalText("include").map(YamlText::truth).orElse(false);
        Optional<YamlText> given = map.optionalText("for");
        Duration lasting = given.map(YamlText::duration).orElse(LinkTerms.USUAL);
        if (lasting.compareTo(LinkTerms.LONGEST) > 0) {
            given.ifPresent(text -> text.wrong("a link lasts six days at most; write P6D or less"));
        }
        return new LinkTerms(included, lasting);
    }

    private MessageForm form(YamlMap map, boolean links) {
        boolean xml = map.optionalText("format")
                .map(text -> text.oneOf("format", List.of("json", "xml")))
                .map("xml"::equals)
                .orElse(false);
        MessageForm plain = xml ? new XmlForm() : MessageForm.JSON;
        return map.optionalText("transform")
                .flatMap(text -> transformation(text, xml))
                .map(form -> {
                    map.optionalText("transform").ifPresent(text -> trySamples(form, text, links));
                    return form;
                })
                .orElse(plain);
    }

    private Optional<MessageForm> transformation(YamlText name, boolean xml) {
        Optional<String> text = text(name);
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Transformation(
                            name.value(),
                            xml
                                    ? XsltForm.compile(name.value(), text.get())
                                    : JsltForm.compile(name.value(), text.get())));
        } catch (WrongTransformation e) {
            name.wrong(e.getMessage() + "; correct the transformation");
            return Optional.empty();
        }
    }

    /** The text of a file beside this one. */
    private Optional<String> text(YamlText name) {
        try {
            Path file = path.resolveSibling(name.value());
            if (Files.size(file) > MOST_BYTES) {
                name.wrong(file + " is larger than " + MOST_BYTES + " bytes; check that it is the right file");
                return Optional.empty();
            }
            return Optional.of(Files.readString(file));
        } catch (IOException | InvalidPathException e) {
            name.wrong("the transformation cannot be read (" + e
                    + "); write the name of a file beside casework.yaml, in UTF-8");
            return Optional.empty();
        }
    }

    private static void trySamples(MessageForm form, YamlText name, boolean links) {
        for (SampleMessages.Sample sample : SampleMessages.all(links)) {
            try {
                form.write(sample.event());
            } catch (UnwritableMessage e) {
                name.wrong("tried on a sample of " + sample.type() + ", " + e.getMessage()
                        + "; correct the transformation");
                return;
            }
        }
    }
}
