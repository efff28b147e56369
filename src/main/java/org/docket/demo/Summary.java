package org.docket.demo;

import java.util.List;
import org.docket.catalogue.Recording;
import org.docket.console.Table;
import org.docket.console.Words;

/** What has become of the samples. */
final class Summary {
    private Summary() {}

    static Table of(List<Journey> journeys) {
        Table table = Table.of("RECORDING", "CATEGORY", "RULE", "KEPT", "STATE", "HANDOVER", "DUPLICATES");
        for (Journey journey : journeys) {
            journey.recording()
                    .ifPresentOrElse(
                            recording -> add(table, journey, recording),
                            () -> table.row(
                                    journey.sample().name(), Words.NONE, Words.NONE, Words.NONE, "NOT RECEIVED"));
        }
        return table;
    }

    private static void add(Table table, Journey journey, Recording recording) {
        table.row(
                journey.sample().name(),
                Words.orNone(recording.category()),
                Words.orNone(recording.categoryRule()),
                Words.kept(recording.retained(), recording.dueAt(), recording.reviewAt()),
                recording.state(),
                journey.handover(),
                recording.duplicates());
    }

    static String words(List<Journey> journeys, boolean through) {
        long duplicates = journeys.stream().filter(Journey::isDuplicate).count();
        String all = journeys.size() + (through ? " recordings came through" : " recordings were dropped");
        return duplicates == 0
                ? all + "."
                : all + "; " + duplicates + " of " + journeys.size()
                        + " were duplicates of recordings the vault already holds.";
    }
}
