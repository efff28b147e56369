package org.docket.vault;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.docket.vault.BlobVersions.Remains;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes blobs of recordings away, with their snapshots, and finds out that they are gone. Many at once go in one call (Azure Blob
 * service, Blob Batch). Where the service does not take such a call there is one for each blob, several at a time: a call for 256 that is
 * in vain costs little beside them, so each batch is tried, whatever became of the one before.
 */
public final class BlobRemoval implements AutoCloseable {
    /** The service takes no more in one batch. */
    public static final int MOST_IN_A_BATCH = 256;

    private static final Logger LOG = LoggerFactory.getLogger(BlobRemoval.class);

    /** Answers after which each blob is asked for by itself; 202 is a batch that was taken, but not answered as one. */
    private static final Set<Integer> NO_BATCHES = Set.of(202, 400, 403, 405, 501);

    /** What is deleted while it is asked for is asked for once more. */
    private static final int LOOKS = 3;

    private final BlobContainerClient recordings;
    private final BlobBatch batches;
    private final BlobVersions versions;
    private final Duration patience;
    private final Crew single;
    private volatile String lastRefusal = "";

    public BlobRemoval(BlobServiceClient client, VaultConfiguration configuration) {
        this.recordings = client.getBlobContainerClient(configuration.container());
        this.batches = new BlobBatch(recordings);
        this.versions = new BlobVersions(client, configuration);
        this.patience = configuration.timeout().multipliedBy(configuration.tries());
        this.single = new Crew("vault-removal", configuration.parallel());
    }

    /** What became of the deletion of one blob. */
    public sealed interface Outcome {
        /** The vault says that it has taken it away. */
        record Gone() implements Outcome {}

        /**
         * The vault says that there is no such blob.
         *
         * @param sentAgain whether the call was sent more than once, so that an earlier sending may have taken it away
         */
        record AlreadyGone(boolean sentAgain) implements Outcome {
            public AlreadyGone() {
                this(false);
            }
        }

        /** The vault does not take it away. */
        record Refused(String reason) implements Outcome {}

        /** Nobody knows: the call came to nothing. */
        record Unknown(String reason) implements Outcome {}
    }

    /** What was learnt of the vault is found out anew. */
    public void lookAfresh() {
        versions.lookAfresh();
    }

    /** Deletes blobs with their snapshots, and the versions that they leave; an answer for each of them. */
    public Map<String, Outcome> delete(List<String> blobs) {
        boolean kept;
        try {
            kept = versions.kept();
        } catch (RuntimeException e) {
            return unknown(blobs, "it is not known whether the vault keeps versions: " + Answers.rootCause(e));
        }
        Map<String, Outcome> outcomes = inBatches(blobs, this::deleteOne);
        if (!kept) {
            return outcomes;
        }
        Map<String, Outcome> all = new LinkedHashMap<>(outcomes);
        all.putAll(each(
                blobs.stream().filter(blob -> isGone(outcomes.get(blob))).toList(),
                blob -> deleteVersions(blob, outcomes.get(blob))));
        return all;
    }

    private static boolean isGone(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Gone || outcome instanceof Outcome.AlreadyGone;
    }

    private Outcome deleteVersions(String blob, @Nullable Outcome current) {
        try {
            // Nothing of it is left that could be deleted.
            if (current instanceof Outcome.AlreadyGone && !(versions.look(blob) instanceof Remains.StillReadable)) {
                return current;
            }
            return versions.deleteLeft(blob) instanceof Remains.StillReadable
                    ? new Outcome.Refused("the vault still has versions of it")
                    : new Outcome.Gone();
        } catch (BlobStorageException e) {
            return outcome(e, false);
        } catch (RuntimeException e) {
            return new Outcome.Unknown(Answers.rootCause(e));
        }
    }

    private Outcome lookForVersions(String blob) {
        return versions.look(blob) instanceof Remains.StillReadable
                ? new Outcome.Refused("the vault still has versions of it")
                : new Outcome.AlreadyGone();
    }

    /**
     * Those of these blobs of which the vault says, asked now, that there is none, nor a version of it that can be read. A call for all of them is a deletion as well: only
     * the answer that there is nothing to delete counts.
     */
    public Set<String> absent(List<String> blobs) {
        Set<String> absent = new LinkedHashSet<>();
        List<String> left = blobs;
        for (int look = 0; look < LOOKS && !left.isEmpty(); look++) {
            Map<String, Outcome> answers = inBatches(left, this::look);
            List<String> there = new ArrayList<>();
            answers.forEach((blob, outcome) -> {
                if (outcome instanceof Outcome.AlreadyGone) {
                    absent.add(blob);
                } else if (outcome instanceof Outcome.Gone) {
                    there.add(blob);
                }
            });
            left = there;
        }
        return versions.kept() ? withoutVersions(absent) : absent;
    }

    private Set<String> withoutVersions(Set<String> blobs) {
        Set<String> without = new LinkedHashSet<>();
        each(List.copyOf(blobs), this::lookForVersions).forEach((blob, outcome) -> {
            if (outcome instanceof Outcome.AlreadyGone) {
                without.add(blob);
            }
        });
        return without;
    }

    private Map<String, Outcome> inBatches(List<String> blobs, Function<String, Outcome> one) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (int from = 0; from < blobs.size(); from += MOST_IN_A_BATCH) {
            List<String> part = blobs.subList(from, Math.min(blobs.size(), from + MOST_IN_A_BATCH));
            outcomes.putAll(batch(part, one));
        }
        return outcomes;
    }

    private Map<String, Outcome> batch(List<String> blobs, Function<String, Outcome> one) {
        BlobBatch.Result result;
        try {
            result = batches.delete(blobs);
        } catch (RuntimeException e) {
            return unknown(blobs, Answers.rootCause(e));
        }
        if (result instanceof BlobBatch.Result.NotTaken not) {
            String words = "the vault answered " + not.status() + ' ' + not.words() + " to a batch";
            if (!NO_BATCHES.contains(not.status())) {
                return unknown(blobs, words);
            }
            if (!words.equals(lastRefusal)) {
                lastRefusal = words;
                LOG.info("{}: its blobs are deleted one by one, and the next batch is tried again", words);
            }
            return each(blobs, one);
        }
        lastRefusal = "";
        BlobBatch.Result.Answered answered = (BlobBatch.Result.Answered) result;
        Map<String, BlobBatch.Answer> answers = answered.answers();
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        blobs.forEach(blob -> outcomes.put(
                blob,
                answers.containsKey(blob)
                        ? outcome(answers.get(blob), answered.sentAgain())
                        : new Outcome.Unknown("the vault did not say")));
        return outcomes;
    }

    private static Map<String, Outcome> unknown(List<String> blobs, String reason) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        blobs.forEach(blob -> outcomes.put(blob, new Outcome.Unknown(reason)));
        return outcomes;
    }

    private static Outcome outcome(BlobBatch.Answer answer, boolean sentAgain) {
        String words = "the vault answered " + answer.status() + ' ' + answer.code();
        if (answer.status() == 202) {
            return new Outcome.Gone();
        } else if (answer.status() == 404) {
            // A container that is missing proves nothing of a blob.
            return answer.code().equals(BlobErrorCode.BLOB_NOT_FOUND.toString())
                    ? new Outcome.AlreadyGone(sentAgain)
                    : new Outcome.Unknown(words);
        }
        return answer.status() >= 400 && answer.status() < 500
                ? new Outcome.Refused(words)
                : new Outcome.Unknown(words);
    }

    private static Outcome outcome(BlobStorageException answer, boolean sentAgain) {
        return outcome(new BlobBatch.Answer(answer.getStatusCode(), String.valueOf(answer.getErrorCode())), sentAgain);
    }

    private Map<String, Outcome> each(List<String> blobs, Function<String, Outcome> one) {
        return single.all(blobs, one, Outcome.Unknown::new);
    }

    private Outcome deleteOne(String blob) {
        return asked(context -> recordings
                .getBlobClient(blob)
                .deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, null, patience, context));
    }

    private Outcome look(String blob) {
        return asked(context -> recordings.getBlobClient(blob).getPropertiesWithResponse(null, patience, context));
    }

    private static Outcome asked(Consumer<Context> call) {
        Sendings sendings = new Sendings();
        try {
            call.accept(sendings.context());
            return new Outcome.Gone();
        } catch (BlobStorageException e) {
            return outcome(e, sendings.isMoreThanOne());
        } catch (RuntimeException e) {
            return new Outcome.Unknown(Answers.rootCause(e));
        }
    }

    @Override
    public void close() {
        single.close();
    }
}
