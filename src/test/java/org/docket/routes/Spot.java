package org.docket.routes;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One value in a route file, which knows where it stands.
 *
 * @param key under which it stands, or its index in a list; empty for the whole file
 * @param parent null for the whole file
 */
record Spot(Path file, String key, Node node, @Nullable Spot parent) {
    static Spot read(Path file) throws IOException {
        Node root = new Yaml(new LoaderOptions()).compose(new StringReader(Files.readString(file)));
        return new Spot(file, "", root, null);
    }

    /** The values right below: of a map by their keys, of a list by their indexes. */
    Stream<Spot> children() {
        if (node instanceof MappingNode map) {
            return map.getValue().stream()
                    .map(entry ->
                            new Spot(file, ((ScalarNode) entry.getKeyNode()).getValue(), entry.getValueNode(), this));
        }
        if (node instanceof SequenceNode list) {
            return IntStream.range(0, list.getValue().size())
                    .mapToObj(i ->
                            new Spot(file, String.valueOf(i), list.getValue().get(i), this));
        }
        return Stream.of();
    }

    /** This one and everything below it. */
    Stream<Spot> all() {
        return Stream.concat(Stream.of(this), children().flatMap(Spot::all));
    }

    Optional<Spot> at(String wanted) {
        return children().filter(child -> child.key().equals(wanted)).findFirst();
    }

    /** The text of a single value; empty for a list or map. */
    String text() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** The text under a key; empty if there is none. */
    String text(String wanted) {
        return at(wanted).map(Spot::text).orElse("");
    }

    /** Whether this or what it stands in has that key. */
    boolean isWithin(String outer) {
        return key.equals(outer) || (parent != null && parent.isWithin(outer));
    }

    /** {@code file:line:column: what is wrong}. */
    String finding(String what) {
        Mark mark = node.getStartMark();
        return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1) + ": " + what;
    }
}
