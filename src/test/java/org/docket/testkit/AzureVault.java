package org.docket.testkit;

import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.AccessTier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A real blob store with what Azure has and Azurite has not laid over it: legal holds, immutability policies, versions of what is
 * deleted, and an archive that takes its time. It answers as the REST reference of the Blob service says, and writes down every
 * request that asks for something. It takes no batches, so that each deletion is a request of its own.
 */
public final class AzureVault implements AutoCloseable {
    private static final Set<String> TOLD = Set.of(
            "x-ms-legal-hold",
            "x-ms-immutability-policy-until-date",
            "x-ms-immutability-policy-mode",
            "x-ms-access-tier",
            "x-ms-rehydrate-priority");

    private final FaultyVault vault;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Map<String, String> immutable = new ConcurrentHashMap<>();
    private final Set<String> archived = ConcurrentHashMap.newKeySet();
    private final Map<String, String> coming = new ConcurrentHashMap<>();
    private final Map<String, List<String>> versions = new ConcurrentHashMap<>();
    private final Map<String, String> last = new ConcurrentHashMap<>();
    private final AtomicInteger version = new AtomicInteger();
    private volatile boolean worm = true;
    private volatile boolean out;

    /** Lays it over a fresh store. */
    public AzureVault() throws IOException {
        vault = new FaultyVault(TestParts.newVault());
        vault.on().always(this::happen);
    }

    public String connectionString() {
        return vault.connectionString();
    }

    /** The container has no version-level immutability support. */
    public void withoutVersionLevelImmutability() {
        worm = false;
    }

    /** From now on it refuses to set and to lift legal holds, or does so again. */
    public void refusesLegalHolds(boolean refuses) {
        out = refuses;
    }

    /** What was asked about legal holds, immutability, tiers and deletions of one blob, in order: method, query and headers. */
    public List<String> requests(String blob) {
        return requests.stream()
                .filter(request -> request.contains(" " + blob))
                .map(request -> request.replace(" " + blob, ""))
                .toList();
    }

    public boolean isHeld(String blob) {
        return held.contains(blob);
    }

    /** The versions that are left of a blob that was deleted. */
    public List<String> versions(String blob) {
        return versions.getOrDefault(blob, List.of());
    }

    /** The version that the last deletion of a blob made of it, also when it is gone. */
    public String lastVersion(String blob) {
        return last.getOrDefault(blob, "");
    }

    /** What is on its way out of the archive has arrived. */
    public void hoursPass() {
        new TreeMap<>(coming).forEach((blob, tier) -> {
            new BlobServiceClientBuilder()
                    .connectionString(vault.behind())
                    .buildClient()
                    .getBlobContainerClient("recordings")
                    .getBlobClient(blob)
                    .setAccessTier(AccessTier.fromString(tier));
            archived.remove(blob);
            coming.remove(blob);
        });
    }

    private void happen(VaultExchange call) throws IOException, InterruptedException {
        call.receive();
        String method = call.head().method();
        Map<String, String> query = call.target().query();
        String blob = call.blob();
        String comp = query.getOrDefault("comp", "");
        boolean ofContainer = "container".equals(query.get("restype"));
        // It may have come while the store is asked.
        String to = coming.get(blob);
        if (!blob.isEmpty()
                && Set.of("legalhold", "immutabilityPolicies", "tier").contains(comp)) {
            note(call);
            call.answer(told(call, method, comp, blob));
        } else if (!blob.isEmpty() && method.equals("DELETE")) {
            note(call);
            call.answer(deleted(call, blob, query.get("versionid")));
        } else if (ofContainer
                && comp.equals("list")
                && query.getOrDefault("include", "").contains("versions")) {
            call.answer(listed(query.getOrDefault("prefix", ""), call));
        } else if (ofContainer && comp.isEmpty() && !method.equals("PUT")) {
            call.answer(call.forward().with("x-ms-immutable-storage-with-versioning-enabled", String.valueOf(worm)));
        } else if (ofContainer && comp.equals("batch")) {
            call.answer(VaultAnswer.refused(501, "NotImplemented"));
        } else if (method.equals("PUT") && comp.isEmpty() && worm && !blob.isEmpty()) {
            call.answer(call.forward().with("x-ms-version-id", "2026-01-01T00:00:00.0000000Z"));
        } else if (method.equals("HEAD") && to != null) {
            call.answer(call.forward()
                    .with("x-ms-access-tier", "Archive")
                    .with("x-ms-archive-status", "rehydrate-pending-to-" + to.toLowerCase(Locale.ROOT)));
        } else if (method.equals("GET") && comp.isEmpty() && archived.contains(blob)) {
            call.answer(VaultAnswer.refused(409, "BlobArchived"));
        } else {
            call.answer(call.forward());
        }
    }

    private void note(VaultExchange call) {
        String headers = call.head().headers().stream()
                .filter(header -> TOLD.contains(header.name().toLowerCase(Locale.ROOT)))
                .map(header -> header.name().toLowerCase(Locale.ROOT) + ": " + header.value())
                .sorted()
                .collect(Collectors.joining("; "));
        String query = new TreeMap<>(call.target().query())
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("&"));
        requests.add(call.head().method() + " " + call.blob() + (query.isEmpty() ? "" : "?" + query)
                + (headers.isEmpty() ? "" : " [" + headers + "]"));
    }

    private VaultAnswer told(VaultExchange call, String method, String comp, String blob)
            throws IOException, InterruptedException {
        if (out && !comp.equals("tier")) {
            return VaultAnswer.refused(409, "OperationNotAllowed");
        }
        if (comp.equals("legalhold")) {
            String hold = call.head().value("x-ms-legal-hold");
            if (hold.equals("true")) {
                held.add(blob);
            } else {
                held.remove(blob);
            }
            return VaultAnswer.done(200, Map.of("x-ms-legal-hold", hold), "");
        } else if (comp.equals("immutabilityPolicies")) {
            String until = call.head().value("x-ms-immutability-policy-until-date");
            if (method.equals("DELETE")) {
                immutable.remove(blob);
                return VaultAnswer.done(200, Map.of(), "");
            }
            immutable.put(blob, until);
            return VaultAnswer.done(
                    200,
                    Map.of(
                            "x-ms-immutability-policy-until-date",
                            until,
                            "x-ms-immutability-policy-mode",
                            call.head().value("x-ms-immutability-policy-mode")),
                    "");
        }
        return moved(call, blob, call.head().value("x-ms-access-tier"));
    }

    private VaultAnswer moved(VaultExchange call, String blob, String tier) throws IOException, InterruptedException {
        if (coming.containsKey(blob) && tier.equals("Archive")) {
            return VaultAnswer.refused(409, "BlobBeingRehydrated");
        }
        if (archived.contains(blob) && !tier.equals("Archive")) {
            coming.put(blob, tier);
            return VaultAnswer.done(202, Map.of(), "");
        }
        if (tier.equals("Archive")) {
            archived.add(blob);
        }
        return call.forward();
    }

    private VaultAnswer deleted(VaultExchange call, String blob, String versionId)
            throws IOException, InterruptedException {
        if (held.contains(blob)) {
            return VaultAnswer.refused(409, "BlobImmutableDueToLegalHold");
        } else if (immutable.containsKey(blob)) {
            return VaultAnswer.refused(409, "BlobImmutableDueToPolicy");
        } else if (versionId != null) {
            versions.getOrDefault(blob, new ArrayList<>()).remove(versionId);
            return VaultAnswer.done(202, Map.of(), "");
        }
        VaultAnswer answer = call.forward();
        if (answer.status() == 202 && worm) {
            String id = "2026-01-01T00:00:00." + String.format(Locale.ROOT, "%07d", version.incrementAndGet()) + "Z";
            last.put(blob, id);
            versions.computeIfAbsent(blob, name -> new CopyOnWriteArrayList<>()).add(id);
        }
        return answer;
    }

    /** Versions of what was deleted, and nothing else: enough for looking what a disposal leaves. */
    private VaultAnswer listed(String prefix, VaultExchange call) {
        Predicate<String> wanted = name -> name.startsWith(prefix);
        String blobs = versions.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream()
                        .map(id -> "<Blob><Name>" + entry.getKey() + "</Name><VersionId>" + id
                                + "</VersionId><Properties/></Blob>"))
                .collect(Collectors.joining());
        return VaultAnswer.done(
                200,
                Map.of("content-type", "application/xml"),
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ServiceEndpoint=\""
                        + call.head().value("Host") + "\" ContainerName=\"recordings\"><Blobs>" + blobs
                        + "</Blobs><NextMarker/></EnumerationResults>");
    }

    @Override
    public void close() {
        vault.close();
    }
}
