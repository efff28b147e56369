package org.docket.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Whether every case system knows of every retained recording that is its concern, of each once, and of no other. */
record HandoverCheck(World world, Snapshot now) {
    private static final String RETAINED = "docket.evidence.retained.v1";

    void run(List<String> findings) {
        Map<UUID, List<Tables.Handover>> handovers =
                now.handovers().stream().collect(Collectors.groupingBy(Tables.Handover::recording));
        Map<String, List<RememberingCaseSystem.Told>> told =
                world.told().get().stream().collect(Collectors.groupingBy(RememberingCaseSystem.Told::recording));
        now.rows().values().stream().filter(Tables.Row::isDeposited).forEach(row -> world.systems()
                .forEach((system, categories) -> {
                    boolean concerns = row.retained() && (categories.isEmpty() || categories.contains(row.category()));
                    check(
                            row,
                            system,
                            concerns,
                            handovers.getOrDefault(row.id(), List.of()),
                            told.getOrDefault(row.id().toString(), List.of()),
                            findings);
                }));
        Set<String> known = now.handovers().stream()
                .map(handover -> handover.id().toString())
                .collect(Collectors.toSet());
        world.told().get().stream()
                .filter(once -> !known.contains(once.handover()))
                .distinct()
                .forEach(once ->
                        findings.add("the case system " + once.system() + " was told of recording " + once.recording()
                                + " by the message " + once.handover() + ", of which the outbox knows nothing"));
    }

    private static void check(
            Tables.Row row,
            String system,
            boolean concerns,
            List<Tables.Handover> handovers,
            List<RememberingCaseSystem.Told> told,
            List<String> findings) {
        List<Tables.Handover> written = handovers.stream()
                .filter(handover -> handover.system().equals(system))
                .toList();
        Set<String> ids = told.stream()
                .filter(once -> once.system().equals(system))
                .map(RememberingCaseSystem.Told::handover)
                .collect(Collectors.toSet());
        if (written.size() != (concerns ? 1 : 0)) {
            findings.add(row + " has " + written.size() + " handovers to " + system + ", and is "
                    + (row.retained() ? "" : "not ") + "retained as " + row.category());
        }
        if (ids.size() != (concerns ? 1 : 0)) {
            findings.add("the case system " + system + " was told of " + row + " under " + ids.size() + " ids " + ids);
        }
        written.stream()
                .filter(handover -> !handover.state().equals("ACKNOWLEDGED")
                        || !handover.type().equals(RETAINED))
                .forEach(handover -> findings.add("the handover " + handover.id() + " of " + row + " to " + system
                        + " is " + handover.type() + " and " + handover.state()));
        told.stream()
                .filter(once -> once.system().equals(system) && !once.sha256().equals(row.sha256()))
                .findFirst()
                .ifPresent(once -> findings.add(
                        "the case system " + system + " was told that " + row + " has the SHA-256 " + once.sha256()));
    }
}
