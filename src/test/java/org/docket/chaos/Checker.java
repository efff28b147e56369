package org.docket.chaos;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds what was fed against what folders, vault, catalogue, ledger and case systems have of it. It reads all of them itself, by
 * none of the code that wrote them, and says what does not fit, a sentence each.
 */
final class Checker {
    private final World world;
    private final Map<Path, ReceiptFile> receiptsKept = new HashMap<>();
    private final Set<Fed> sourcesAccountedFor = new HashSet<>();

    Checker(World world) {
        this.world = world;
    }

    /** Whether nothing is under way any more; cheap to ask. */
    boolean isAtRest() {
        Memory memory = world.memory();
        boolean folders = memory.all().stream()
                .filter(fed -> memory.isLast(fed) && !memory.isErased(fed) && !fed.isWithheld())
                .noneMatch(
                        fed -> Files.exists(fed.path()) && (fed.dock().isCleared() || Files.notExists(fed.receipt())));
        return folders && new Tables(world.database()).areAtRest();
    }

    /**
     * What is wrong when nothing is under way any more: everything that was fed is in the vault, once, as it was, with all that
     * proves it, and the vault has nothing else.
     */
    List<String> atRest() throws IOException {
        Snapshot now = Snapshot.of(world);
        List<String> findings = new ArrayList<>();
        vault(now, findings);
        catalogue(now, findings);
        for (Fed fed : world.memory().all()) {
            new FedCheck(world.memory(), now, fed).run(findings);
        }
        folders(now, findings);
        findings.addAll(Chains.findings(now.entries(), now.heads()));
        histories(now, findings);
        new HandoverCheck(world, now).run(findings);
        return findings;
    }

    /**
     * What is wrong at whatever instant the hub was stopped: a receipt for which there is no recording in the vault, or a source
     * that is gone and was never receipted. What was found right once is not looked at again.
     */
    List<String> atAnyInstant() throws IOException {
        List<String> findings = new ArrayList<>();
        Map<Path, ReceiptFile> receipts = new TreeMap<>();
        for (Path path : files(path -> path.toString().endsWith(ReceiptFile.ENDING))) {
            ReceiptFile.read(path)
                    .filter(receipt -> !receipt.equals(receiptsKept.get(path)))
                    .ifPresent(receipt -> receipts.put(path, receipt));
        }
        List<Fed> gone = world.memory().all().stream()
                .filter(fed -> !sourcesAccountedFor.contains(fed) && Files.notExists(fed.path()))
                // Asked last: what a dock does itself, it says beforehand.
                .filter(fed -> !world.memory().isErased(fed) && !world.memory().isReplaced(fed))
                .toList();
        // Read after the folders: what lies there promises something about the tables, not the other way round.
        Tables tables = new Tables(world.database());
        Map<UUID, Tables.Row> rows =
                tables.recordings().stream().collect(Collectors.toMap(Tables.Row::id, Function.identity()));
        receipts.forEach((path, receipt) -> {
            if (isKept(path, receipt, rows, findings)) {
                receiptsKept.put(path, receipt);
            }
        });
        Map<String, List<Tables.Presented>> presentations = tables.presentations().stream()
                .collect(Collectors.groupingBy(presented -> presented.dock() + "/" + presented.name()));
        for (Fed fed : gone) {
            boolean receipted = presentations.getOrDefault(fed.dock().id() + "/" + fed.name(), List.of()).stream()
                    .anyMatch(presented -> presented.isOf(fed) && presented.receiptedAt() != null);
            if (receipted) {
                sourcesAccountedFor.add(fed);
            } else {
                findings.add("the source of " + fed + " is gone from its folder, and its dock has no receipt for it");
            }
        }
        return findings;
    }

    private boolean isKept(Path path, ReceiptFile receipt, Map<UUID, Tables.Row> rows, List<String> findings) {
        Optional<Tables.Row> row = rows.values().stream()
                .filter(found -> found.id().toString().equals(receipt.recordingId()))
                .findFirst();
        boolean kept = row.isPresent()
                && row.get().isDeposited()
                && receipt.sha256().equals(row.get().sha256())
                && world.vault().length(String.valueOf(row.get().blob())).equals(Optional.of(receipt.bytes()));
        if (!kept) {
            findings.add("the receipt " + name(path) + " is for something that is not in the vault and the catalogue");
        }
        return kept;
    }

    private static void vault(Snapshot now, List<String> findings) {
        Map<String, Tables.Row> byBlob = new HashMap<>();
        now.rows().values().stream().filter(row -> row.blob() != null).forEach(row -> {
            Tables.Row other = byBlob.put(row.blob(), row);
            if (other != null) {
                findings.add(row + " and " + other + " have the same blob " + row.blob());
            }
        });
        for (VaultContents.Held held : now.blobs().values()) {
            Tables.Row row = byBlob.get(held.name());
            if (row == null) {
                findings.add("the vault has the blob " + held.name() + " of " + held.bytes()
                        + " bytes, which belongs to no recording in the catalogue");
                continue;
            }
            if (!held.sha256().equals(row.sha256()) || held.bytes() != row.bytes()) {
                findings.add("the blob of " + row + " has " + held.bytes() + " bytes with SHA-256 " + held.sha256()
                        + ", and the catalogue says " + row.bytes() + " with " + row.sha256());
            }
            Map<String, String> metadata =
                    Map.of("docketid", row.id().toString(), "sha256", String.valueOf(row.sha256()), "dock", row.dock());
            if (!held.metadata().equals(metadata)) {
                findings.add("the blob of " + row + " says of itself " + held.metadata() + " and not " + metadata);
            }
        }
        now.uncommitted()
                .forEach((blob, blocks) -> findings.add(
                        "the vault keeps blocks of " + blob + " that were sent and never committed: " + blocks.size()));
    }

    private void catalogue(Snapshot now, List<String> findings) {
        Set<String> fed = world.memory().all().stream().map(Fed::sha256).collect(Collectors.toSet());
        now.rows().values().stream()
                .filter(row -> row.sha256() != null)
                .collect(Collectors.groupingBy(Tables.Row::sha256))
                .forEach((sha256, rows) -> {
                    if (rows.size() > 1) {
                        findings.add("the same content is in the catalogue " + rows.size() + " times: " + rows);
                    }
                    if (!fed.contains(sha256)) {
                        findings.add(rows.get(0) + " has a content that nobody fed");
                    }
                });
        for (Tables.Row row : now.rows().values()) {
            if (!row.isDeposited()) {
                findings.add(row + " is still " + row.state());
            } else if (!now.blobs().containsKey(row.blob())) {
                findings.add("the vault has no blob " + row.blob() + ", which the catalogue says that " + row + " is");
            }
            List<Tables.Presented> presented = now.presentationsOf(row.id());
            long again = presented.stream().filter(Tables.Presented::duplicate).count();
            if (again != row.duplicates() || presented.size() - again != 1) {
                findings.add(row + " was presented " + presented.size() + " times, " + again
                        + " times of these again, and counts " + row.duplicates());
            }
        }
        now.presentations().stream()
                .filter(presented -> presented.endedAt() == null && !now.rows().containsKey(presented.recording()))
                .forEach(presented -> findings.add("the presentation " + presented.id() + " of " + presented.dock()
                        + "/" + presented.name() + " is open, and there is no such recording"));
    }

    /** Whatever lies in the folders: every receipt is right, and nothing is left behind. */
    private void folders(Snapshot now, List<String> findings) throws IOException {
        for (Path path : files(path -> true)) {
            String name = name(path);
            String dock = name.substring(0, name.indexOf('/'));
            String below = name.substring(name.indexOf('/') + 1);
            if (below.endsWith(ReceiptFile.ENDING)) {
                Optional<Fed> fed =
                        world.memory().last(dock, below.substring(0, below.length() - ReceiptFile.ENDING.length()));
                if (fed.isEmpty()) {
                    findings.add("the receipt " + name + " is for something that nobody fed");
                } else {
                    new ReceiptCheck(now, world.vault(), fed.get()).run(findings);
                }
            } else if (below.endsWith(".done")) {
                Optional<Fed> fed = world.memory().last(dock, below.substring(0, below.length() - ".done".length()));
                if (fed.isPresent()
                        && fed.get().dock().isCleared()
                        && Files.notExists(fed.get().path())) {
                    findings.add("the marker " + name + " was left behind when its source was taken away");
                }
            } else if (!below.endsWith(".json")
                    && world.memory().last(dock, below).isEmpty()) {
                findings.add(name + " lies in the folder, and nobody put it there");
            }
        }
    }

    /** Every life in the ledger has its acts, and every act its life. */
    private static void histories(Snapshot now, List<String> findings) {
        now.entries().stream()
                .collect(Collectors.groupingBy(Tables.Entry::recording))
                .forEach((recording, entries) -> {
                    Tables.Row row = now.rows().get(recording);
                    long withdrawn = count(entries, "withdrawn");
                    if ((row == null) != (withdrawn == 1) || withdrawn > 1) {
                        findings.add("recording " + recording + " is " + (row == null ? "not " : "")
                                + "in the catalogue, and its history has " + withdrawn + " withdrawals");
                    }
                    if (count(entries, "received") != 1) {
                        findings.add("recording " + recording + " was received " + count(entries, "received")
                                + " times by its history");
                    }
                    if (row != null && row.isDeposited()) {
                        history(row, entries, now, findings);
                    }
                });
        now.rows().keySet().stream()
                .filter(id ->
                        now.heads().stream().noneMatch(head -> head.recording().equals(id)))
                .forEach(id -> findings.add("recording " + id + " has no history"));
    }

    private static void history(Tables.Row row, List<Tables.Entry> entries, Snapshot now, List<String> findings) {
        for (String once : List.of("deposited", "classified")) {
            if (count(entries, once) != 1) {
                findings.add(row + " was " + once + " " + count(entries, once) + " times by its history");
            }
        }
        if (count(entries, "presented-again") != row.duplicates()) {
            findings.add(row + " was presented again " + count(entries, "presented-again")
                    + " times by its history, and " + row.duplicates() + " times by the catalogue");
        }
        long receipted = now.presentationsOf(row.id()).stream()
                .filter(presented -> presented.receiptedAt() != null)
                .count();
        if (count(entries, "receipted") < receipted) {
            findings.add(
                    row + " has " + receipted + " receipts, and its history speaks of " + count(entries, "receipted"));
        }
        boolean saysSo = entries.stream()
                .filter(entry -> entry.act().equals("deposited"))
                .allMatch(entry -> entry.details().contains("\"sha256\":\"" + row.sha256() + "\""));
        if (!saysSo) {
            findings.add(row + " has another SHA-256 in its history than in the catalogue");
        }
    }

    private static long count(List<Tables.Entry> entries, String act) {
        return entries.stream().filter(entry -> entry.act().equals(act)).count();
    }

    private List<Path> files(Function<Path, Boolean> which) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(world.docks(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && which.apply(path)) {
                    found.add(path);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
                // Docks go on meanwhile: what was listed may have another name by now.
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return found.stream().sorted().toList();
    }

    private String name(Path path) {
        return world.docks().relativize(path).toString();
    }
}
