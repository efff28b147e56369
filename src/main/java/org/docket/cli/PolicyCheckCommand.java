package org.docket.cli;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.docket.Docket;
import org.docket.casework.CaseSystems;
import org.docket.classify.Policy;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.Settings;
import org.docket.configuration.YamlFile;
import org.docket.intake.Docks;
import org.docket.retention.Authorities;
import org.docket.retention.RetentionRules;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code docket policy check}. It reads files only, so it starts no parts. */
@Command(
        name = "check",
        description = "Check all configuration, and report every error with its file, line and column.")
final class PolicyCheckCommand implements Callable<Integer> {
    @ParentCommand
    private PolicyCommand parent;

    private final List<String> errors = new ArrayList<>();

    @Override
    public Integer call() {
        DocketCommand docket = parent.docket();
        Settings settings = docket.settings();
        Docket.CONFIGURATION.forEach(record -> check(() -> settings.read(record)));
        Optional<RetentionRules> rules = check(() -> RetentionRules.load(settings.file("retention.yaml")));
        Optional<Authorities> authorities = check(() -> Authorities.load(settings.file("authorities.yaml")));
        Optional<Docks> docks = check(() -> Docks.load(settings.file("docks.yaml")));
        Optional<Policy> policy = Optional.empty();
        Optional<CaseSystems> systems = Optional.empty();
        if (rules.isPresent()) {
            Set<String> categories = rules.get().names();
            ZoneId zone = rules.get().zone();
            policy = check(() -> Policy.load(settings.file("classification.yaml"), categories, zone));
            systems = check(() -> CaseSystems.load(settings.file("casework.yaml"), categories, zone));
            systems.ifPresent(known -> check(() -> {
                Path retention = settings.file("retention.yaml");
                RetentionRules.check(retention, YamlFile.text(retention), known.ids());
                return true;
            }));
        } else {
            check(() -> {
                Policy.checkWithoutCategories(settings.file("classification.yaml"));
                return true;
            });
            errors.add("classification.yaml and casework.yaml name categories of retention.yaml: mend that first, then"
                    + " check again.");
        }
        if (!errors.isEmpty()) {
            throw new Refusal(String.join(System.lineSeparator(), errors));
        }
        docket.out()
                .println("The configuration is valid: policy "
                        + policy.orElseThrow().version() + " with "
                        + policy.orElseThrow().rules().size() + " rules, retention rules "
                        + rules.orElseThrow().version() + " with "
                        + rules.orElseThrow().names().size() + " categories, "
                        + docks.orElseThrow().listed().size() + " docks, "
                        + authorities.orElseThrow().people().size() + " people with authority, "
                        + systems.orElseThrow().all().size() + " case systems.");
        return 0;
    }

    private <T> Optional<T> check(Supplier<T> load) {
        try {
            return Optional.of(load.get());
        } catch (ConfigurationException e) {
            errors.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
