package org.docket.classify;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.docket.catalogue.Facts;
import org.docket.classify.Classification.Given;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.YamlFile;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;
import org.docket.retention.RetentionRules;
import org.docket.rules.Expression;
import org.docket.rules.Outcome;
import org.docket.rules.RuleCompiler;
import org.docket.rules.ShownFacts;

/**
 * The policy in {@code config/classification.yaml}: an ordered list of rules, of which the first that holds gives the category, and
 * those before it that add to others give more. It depends on the facts alone, never on the time of asking, and may be used by any number of threads.
 */
public final class Policy {
    /** The name that stands for the category of a recording for which no rule holds. */
    public static final String DEFAULT_RULE = "default";

    private final String version;
    private final List<CompiledRule> rules;
    private final String defaultCategory;

    private Policy(String version, List<CompiledRule> rules, String defaultCategory) {
        this.version = version;
        this.rules = List.copyOf(rules);
        this.defaultCategory = defaultCategory;
    }

    private record CompiledRule(Rule rule, Expression when) {}

    /**
     * Reads and checks the policy; every expression is compiled and type-checked.
     *
     * @param categories the names of all categories, from the retention rules
     * @param zone in which rules speak of times of day and of days, from the retention rules
     * @throws ConfigurationException naming every error with its line and column, also inside expressions
     */
    public static Policy load(Path path, Set<String> categories, ZoneId zone) {
        return YamlFile.read(path, file -> read(file, name -> name.oneOf("category", categories), zone));
    }

    /**
     * Checks the text of a policy.
     *
     * @param path what the errors name
     * @throws ConfigurationException naming every error with its line and column, also inside expressions
     */
    static Policy of(Path path, String text, RetentionRules rules) {
        return YamlFile.read(
                path, text, file -> read(file, name -> name.oneOf("category", rules.names()), rules.zone()));
    }

    /**
     * Checks all of a policy but the names of its categories, for retention rules that are wrong themselves.
     *
     * @throws ConfigurationException naming every error with its line and column, also inside expressions
     */
    public static void checkWithoutCategories(Path path) {
        YamlFile.read(path, file -> read(file, YamlText::name, ZoneOffset.UTC));
    }

    private static Policy read(YamlFile file, Function<YamlText, String> category, ZoneId zone) {
        RuleCompiler compiler = new RuleCompiler(zone);
        YamlMap root = file.root();
        String defaultCategory = category.apply(root.text("default"));
        List<CompiledRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlMap map : root.maps("rules")) {
            YamlText name = map.text("name");
            if (name.value().equals(DEFAULT_RULE) || !names.add(name.value())) {
                name.wrong("the name '" + name.value() + "' is taken; give each rule its own");
            }
            YamlText when = map.text("when");
            boolean adds = map.optionalText("adds").map(YamlText::truth).orElse(false);
            Rule rule = new Rule(
                    name.name(),
                    when.value().strip(),
                    categories(map, category),
                    adds,
                    map.text("why").value().strip());
            compiler.compile(when).ifPresent(compiled -> rules.add(new CompiledRule(rule, compiled)));
        }
        return new Policy(file.version(), rules, defaultCategory);
    }

    private static List<String> categories(YamlMap map, Function<YamlText, String> category) {
        Optional<List<YamlText>> several = map.optionalTexts("categories");
        if (several.isEmpty() && !map.has("categories")) {
            return List.of(category.apply(map.text("category")));
        }
        if (map.has("category")) {
            map.wrong("category", "'category' and 'categories' stand beside each other; put all into 'categories'");
        }
        List<YamlText> listed = several.orElse(List.of());
        if (several.isPresent() && listed.isEmpty()) {
            map.wrong("categories", "no category is listed; list at least one");
        }
        List<String> categories = new ArrayList<>();
        for (YamlText text : listed) {
            String name = category.apply(text);
            if (categories.contains(name)) {
                text.wrong("'" + name + "' stands here twice; remove one of the two");
            }
            categories.add(name);
        }
        return categories;
    }

    /** The first 12 hex digits of the SHA-256 of the file: which policy was in force. */
    public String version() {
        return version;
    }

    /** The rules in the order in which they are tried. */
    public List<Rule> rules() {
        return rules.stream().map(CompiledRule::rule).toList();
    }

    /** The facts that a rule mentions, as rules write them; none if there is no such rule. */
    Set<String> factsOf(String rule) {
        return rules.stream()
                .filter(compiled -> compiled.rule().name().equals(rule))
                .findFirst()
                .map(compiled -> compiled.when().mentioned())
                .orElse(Set.of());
    }

    /** The category of a recording for which no rule holds. */
    public String defaultCategory() {
        return defaultCategory;
    }

    /**
     * Tries the rules in order until one holds that does not add to others; behind the last one the default does. A rule that cannot
     * be evaluated does not hold; the trials say why.
     */
    public Classification classify(Facts facts) {
        ShownFacts shown = ShownFacts.of(facts);
        List<Trial> trials = new ArrayList<>();
        List<Given> given = new ArrayList<>();
        for (CompiledRule compiled : rules) {
            Rule rule = compiled.rule();
            Outcome outcome = compiled.when().on(shown);
            trials.add(new Trial(rule.name(), outcome));
            if (outcome instanceof Outcome.Matched) {
                rule.categories().forEach(category -> given.add(new Given(category, rule.name())));
                if (!rule.adds()) {
                    return Classification.of(given, version, trials);
                }
            }
        }
        given.add(new Given(defaultCategory, DEFAULT_RULE));
        return Classification.of(given, version, trials);
    }
}
