package org.docket.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.docket.configuration.ConfigurationException;
import org.docket.embedded.EmbeddedPartException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said on the standard error when a command was misused or failed, and the exit code. */
final class Complaints {
    /** Their messages are written for the people who run Docket. */
    private static final List<Class<? extends RuntimeException>> SPEAKING =
            List.of(Refusal.class, ConfigurationException.class, EmbeddedPartException.class);

    private Complaints() {}

    static int misused(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(
                name + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage"));
        List<String> suggestions =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        if (!suggestions.isEmpty()) {
            err.println("Did you mean " + String.join(" or ", suggestions) + "?");
        }
        err.println("See './" + name + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    static int failed(Exception e, CommandLine command, ParseResult result) {
        PrintWriter err = command.getErr();
        Object root = command.getCommandSpec().root().userObject();
        if (root instanceof DocketCommand docket && docket.debug()) {
            e.printStackTrace(err);
            return CommandLine.ExitCode.SOFTWARE;
        }
        Optional<Throwable> speaking = causes(e).filter(Complaints::speaks).findFirst();
        if (speaking.isPresent()) {
            err.println(speaking.get().getMessage());
        } else {
            Throwable cause = causes(e).reduce((first, last) -> last).orElse(e);
            err.println(command.getCommandSpec().qualifiedName() + " failed: " + words(cause));
            err.println("Run it again with --debug to see where.");
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause);
    }

    private static boolean speaks(Throwable e) {
        return SPEAKING.stream().anyMatch(type -> type.isInstance(e));
    }

    private static String words(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
