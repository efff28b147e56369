package org.docket.model;

import java.util.List;

/** Who decides. */
record Person(String id, List<String> authorities) {
    private static final String SUPERVISOR = "supervisor";

    /** Somebody of every kind. */
    static final List<Person> ALL = List.of(
            new Person("PS Moore", List.of(SUPERVISOR)),
            new Person("DCI Rao", List.of(SUPERVISOR, "legal")),
            new Person("DC Ilesanmi", List.of("legal")),
            new Person("PC Ash", List.of()));

    static Person of(String id) {
        return ALL.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    }

    boolean isSupervisor() {
        return authorities.contains(SUPERVISOR);
    }

    boolean liftsHolds() {
        return authorities.contains("legal");
    }

    static String yaml() {
        StringBuilder yaml = new StringBuilder("people:\n");
        ALL.forEach(one -> yaml.append("  - {id: ")
                .append(one.id())
                .append(", authorities: ")
                .append(one.authorities())
                .append("}\n"));
        return yaml.append("systems: []\n").toString();
    }
}
