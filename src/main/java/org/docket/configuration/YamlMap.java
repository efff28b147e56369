package org.docket.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A map in a YAML file. A key becomes known by being asked for; see {@link YamlFile} for how errors are reported. */
public final class YamlMap {
    private final YamlFile file;
    private final YamlProblems problems;
    private final YamlPosition position;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final TreeSet<String> asked = new TreeSet<>();
    private boolean anyKey;

    YamlMap(YamlFile file, YamlProblems problems, @Nullable MappingNode node) {
        this.file = file;
        this.problems = problems;
        this.position = node == null ? YamlPosition.START : YamlFile.position(node.getStartMark());
        if (node != null) {
            node.getValue().forEach(this::add);
        }
    }

    private void add(NodeTuple entry) {
        YamlPosition at = YamlFile.position(entry.getKeyNode().getStartMark());
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            problems.add(at, "a list or map cannot be a key; write a word");
        } else if (entries.putIfAbsent(key.getValue(), entry) != null) {
            problems.add(at, "the key '" + key.getValue() + "' stands here a second time; remove one of the two");
        }
    }

    /** Whether the key is there, with or without a value. */
    public boolean has(String key) {
        asked.add(key);
        return entries.containsKey(key);
    }

    /** The text of a key that must be there. */
    public YamlText text(String key) {
        return require(key, optionalText(key), file::noText);
    }

    /** The text of a key that may be missing. */
    public Optional<YamlText> optionalText(String key) {
        return value(key).flatMap(this::asText);
    }

    /** The map of a key that must be there. */
    public YamlMap map(String key) {
        return require(key, optionalMap(key), file::nothing);
    }

    /** The map of a key that may be missing. */
    public Optional<YamlMap> optionalMap(String key) {
        return value(key).flatMap(this::asMap);
    }

    /** The list of maps of a key that must be there; the list may be empty. */
    public List<YamlMap> maps(String key) {
        return require(key, value(key).flatMap(node -> asList(node, this::asMap)), List::of);
    }

    /** The list of texts of a key that may be missing; the list may be empty. */
    public Optional<List<YamlText>> optionalTexts(String key) {
        return value(key).flatMap(node -> asList(node, this::asText));
    }

    /** The texts of a key that must be there: one, or a list of at least one. */
    public List<YamlText> oneOrMore(String key) {
        Optional<Node> value = value(key);
        if (value.isEmpty() || !(value.get() instanceof SequenceNode list)) {
            return List.of(text(key));
        }
        if (list.getValue().isEmpty()) {
            wrong(key, "the list is empty; write a text");
        }
        return asList(list, this::asText).orElseGet(List::of);
    }

    /** Whether a map stands behind the key. */
    public boolean isMap(String key) {
        return value(key).filter(MappingNode.class::isInstance).isPresent();
    }

    /** All texts of a map whose keys are names that the file chooses, in its order. */
    public Map<YamlText, YamlText> namedTexts() {
        anyKey = true;
        Map<YamlText, YamlText> named = new LinkedHashMap<>();
        entries.values().forEach(entry -> asText(entry.getValueNode())
                .ifPresent(text -> named.put(file.text((ScalarNode) entry.getKeyNode()), text)));
        return named;
    }

    /** All entries of a map whose keys are names that the file chooses, in its order. */
    public Map<YamlText, YamlMap> named() {
        anyKey = true;
        Map<YamlText, YamlMap> named = new LinkedHashMap<>();
        entries.values().forEach(entry -> asMap(entry.getValueNode())
                .ifPresent(map -> named.put(file.text((ScalarNode) entry.getKeyNode()), map)));
        return named;
    }

    /** Notes what is wrong with the map as a whole, and what to do. */
    public void wrong(String what) {
        problems.add(position, what);
    }

    /** Notes what is wrong with a key that is there, and what to do. */
    public void wrong(String key, String what) {
        NodeTuple entry = entries.get(key);
        problems.add(
                entry == null ? position : YamlFile.position(entry.getKeyNode().getStartMark()), what);
    }

    void refuseUnknownKeys() {
        if (!anyKey) {
            entries.keySet().stream()
                    .filter(key -> !asked.contains(key))
                    .forEach(key -> wrong(key, "unknown key '" + key + "'; " + YamlWords.suggestion(key, asked)));
        }
    }

    private <T> T require(String key, Optional<T> value, Supplier<T> standIn) {
        if (!entries.containsKey(key)) {
            wrong("the key '" + key + "' is missing; add it");
        }
        return value.orElseGet(standIn);
    }

    private Optional<Node> value(String key) {
        asked.add(key);
        return Optional.ofNullable(entries.get(key)).map(NodeTuple::getValueNode);
    }

    private Optional<YamlText> asText(Node node) {
        if (node instanceof ScalarNode scalar
                && !scalar.getTag().equals(Tag.NULL)
                && !scalar.getValue().isBlank()) {
            return Optional.of(file.text(scalar));
        }
        return wrongKind(node, "a text");
    }

    private Optional<YamlMap> asMap(Node node) {
        return node instanceof MappingNode map ? Optional.of(file.map(map)) : wrongKind(node, "a map of 'key: value'");
    }

    private <T> Optional<List<T>> asList(Node node, Function<Node, Optional<T>> element) {
        if (!(node instanceof SequenceNode list)) {
            return wrongKind(node, "a list");
        }
        return Optional.of(list.getValue().stream()
                .map(element)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(ArrayList::new)));
    }

    private <T> Optional<T> wrongKind(Node node, String expected) {
        String found =
                switch (node.getNodeId()) {
                    case mapping -> "a map stands here";
                    case sequence -> "a list stands here";
                    default ->
                        node.getTag().equals(Tag.NULL)
                                        || ((ScalarNode) node).getValue().isBlank()
                                ? "there is no value"
                                : "'" + ((ScalarNode) node).getValue() + "' stands here";
                };
        problems.add(YamlFile.position(node.getStartMark()), found + "; write " + expected);
        return Optional.empty();
    }
}
