package org.docket.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.docket.catalogue.Json;
import org.docket.testkit.TestHub;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** Types commands as a person would, and keeps what they say. */
final class Terminal {
    private static final Path INSTALL = Path.of("").toAbsolutePath();

    private final Surroundings surroundings;

    private final Help.Ansi ansi;

    private Terminal(Map<String, String> settings, Clock clock) {
        this(new Surroundings(INSTALL, Map.of(), settings, clock), Help.Ansi.OFF);
    }

    private Terminal(Surroundings surroundings, Help.Ansi ansi) {
        this.surroundings = surroundings;
        this.ansi = ansi;
    }

    /** The same, but it shows colours. */
    Terminal inColour() {
        return new Terminal(surroundings, Help.Ansi.ON);
    }

    /** One beside a running hub, on the same parts and with the same clock. */
    static Terminal beside(TestHub hub) {
        return new Terminal(hub.settings().all(), hub.clock());
    }

    /** One with these settings. */
    static Terminal with(Map<String, String> settings) {
        return new Terminal(settings, Clock.systemUTC());
    }

    /** What a command said, and how it ended. */
    record Said(int exit, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }

        List<String> complaints() {
            return err.lines().toList();
        }

        JsonNode json() {
            try {
                return Json.MAPPER.readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError("this is no JSON: " + out, e);
            }
        }
    }

    Said type(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                Main.commands(surroundings).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        line.setColorScheme(Help.defaultColorScheme(ansi));
        String[] arguments = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].toString();
        }
        int exit = line.execute(arguments);
        return new Said(exit, out.toString(), err.toString());
    }
}
