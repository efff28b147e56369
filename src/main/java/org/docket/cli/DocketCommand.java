package org.docket.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.docket.Docket;
import org.docket.catalogue.Json;
import org.docket.configuration.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What stands before every command: the options that all have, and what they work on. */
@Command(
        name = "docket",
        usageHelpWidth = 100,
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = "The evidence hub between camera docks and the case file.",
        footer = {
            "",
            "Exit codes: 0 done, 1 refused or found wrong, 2 wrong usage.",
            "DOCKET_HOME (default data/) holds everything that an embedded run writes.",
            "config/docket.properties lists every setting; docket.a.b can be set as DOCKET_A_B."
        },
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            StatusCommand.class,
            RecordingsCommand.class,
            ShowCommand.class,
            HandoversCommand.class,
            QuarantineCommand.class,
            DecideCommand.class,
            MatchCommand.class,
            HoldCommand.class,
            LiftCommand.class,
            RetrieveCommand.class,
            RequestsCommand.class,
            OutcomeCommand.class,
            PurgeCommand.class,
            CertificateCommand.class,
            PolicyCommand.class,
            VerifyCommand.class,
            ReconcileCommand.class,
            TokenCommand.class
        })
final class DocketCommand implements Runnable {
    private final Surroundings surroundings;

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "Folder with configuration that differs from config/.")
    private @Nullable Path config;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show the stack trace when something goes wrong.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    DocketCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: a COMMAND is missing.");
    }

    boolean debug() {
        return debug;
    }

    Clock clock() {
        return surroundings.clock();
    }

    /** Whether the environment sets something. */
    boolean isInEnvironment(String variable) {
        return surroundings.environment().containsKey(variable);
    }

    Settings settings() {
        return settings(Map.of());
    }

    /** The settings with some that win over all others. */
    Settings settings(Map<String, String> more) {
        Map<String, String> overrides = new HashMap<>(surroundings.overrides());
        overrides.putAll(more);
        return Settings.load(
                surroundings.install(), config, surroundings.environment(), overrides, Docket.CONFIGURATION);
    }

    /** The capabilities, over the parts of a running hub or over parts that run for as long as the visit. */
    Visit visit() {
        return Visit.begin(settings(), clock());
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Writes nothing but JSON. */
    void printJson(Object value) {
        out().println(Json.pretty(value));
    }
}
