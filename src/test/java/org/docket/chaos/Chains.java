package org.docket.chaos;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Derives the ledger's hashes from what is written about them: the SHA-256 of the canonical JSON of an entry. */
final class Chains {
    private static final String FIRST = "0".repeat(64);

    private Chains() {}

    /** What is wrong with the chains; empty if nothing is. */
    static List<String> findings(List<Tables.Entry> entries, List<Tables.Head> heads) {
        List<String> findings = new ArrayList<>();
        Map<UUID, Tables.Head> ends =
                heads.stream().collect(Collectors.toMap(Tables.Head::recording, Function.identity()));
        entries.stream()
                .collect(Collectors.groupingBy(Tables.Entry::recording, LinkedHashMap::new, Collectors.toList()))
                .forEach((recording, chain) -> {
                    walk(chain, findings);
                    Tables.Entry last = chain.get(chain.size() - 1);
                    Tables.Head end = ends.remove(recording);
                    if (end == null
                            || end.sequence() != last.sequence()
                            || !end.hash().equals(last.hash())) {
                        findings.add("the history of recording " + recording + " does not end where its head says");
                    }
                });
        ends.keySet().forEach(recording -> findings.add("the history of recording " + recording + " is gone"));
        return findings;
    }

    private static void walk(List<Tables.Entry> chain, List<String> findings) {
        String previous = FIRST;
        int sequence = 1;
        for (Tables.Entry entry : chain) {
            String place = "entry " + entry.sequence() + " of recording " + entry.recording();
            if (entry.sequence() != sequence) {
                findings.add(place + " stands where entry " + sequence + " should");
            }
            if (!entry.previous().equals(previous)) {
                findings.add(place + " does not continue the one before it");
            }
            if (!entry.hash().equals(hash(entry))) {
                findings.add(place + " does not have the hash of its content");
            }
            previous = entry.hash();
            sequence = entry.sequence() + 1;
        }
    }

    private static String hash(Tables.Entry entry) {
        String canonical = "{\"act\":" + text(entry.act())
                + ",\"actor\":" + text(entry.actor())
                + ",\"at\":" + text(entry.at().toString())
                + ",\"authority\":" + text(entry.authority())
                + ",\"details\":" + text(entry.details())
                + ",\"previous\":" + text(entry.previous())
                + ",\"recording\":" + text(entry.recording().toString())
                + ",\"sequence\":" + entry.sequence() + "}";
        return Content.sha256(canonical.getBytes(StandardCharsets.UTF_8));
    }

    /** A string as RFC 8785 writes it. */
    private static String text(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            int special = "\b\t\n\f\r\"\\".indexOf(character);
            if (special >= 0) {
                text.append('\\').append("btnfr\"\\".charAt(special));
            } else if (character < ' ') {
                text.append("\\u").append(String.format("%04x", (int) character));
            } else {
                text.append(character);
            }
        }
        return text.append('"').toString();
    }
}
