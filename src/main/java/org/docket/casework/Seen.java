package org.docket.casework;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.docket.catalogue.Json;
import org.docket.vault.SourceDigest;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What was acted on before. It is noted in the transaction of the act, so whatever comes again finds it or waits for it. */
public final class Seen {
    private Seen() {}

    /** Whether something came before. */
    public enum Before {
        /** It comes for the first time. */
        NEW,
        /** It came before and says the same. */
        SAME,
        /** Something else came before under that id. */
        OTHER
    }

    /** A hash of what something says: of texts, and of lists of them. */
    public static String content(List<?> said) {
        List<Object> parts = new ArrayList<>();
        said.forEach(part -> parts.add(part instanceof Collection<?> ? part : String.valueOf(part)));
        return SourceDigest.of(Json.write(parts).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Notes that something is acted on.
     *
     * @param source who gave it its id
     * @param content a hash of what it says
     */
    public static Before note(Handle handle, String source, String id, String content, Instant now) {
        int added = handle.createUpdate("insert into message_seen (source, id, content, seen_at)"
                        + " values (:source, :id, :content, :now) on conflict do nothing")
                .bind("source", source)
                .bind("id", id)
                .bind("content", content)
                .bind("now", now)
                .execute();
        if (added == 1) {
            return Before.NEW;
        }
        @Nullable
        String before = handle.createQuery("select content from message_seen where source = :source and id = :id")
                .bind("source", source)
                .bind("id", id)
                .map((row, context) -> row.getString("content"))
                .list()
                .get(0);
        // What was seen before contents were noted is taken for the same, as it was then.
        return before == null || before.equals(content) ? Before.SAME : Before.OTHER;
    }

    /** Takes that back in the same transaction: it was not acted on, and may come again. */
    public static void forget(Handle handle, String source, String id) {
        handle.createUpdate("delete from message_seen where source = :source and id = :id")
                .bind("source", source)
                .bind("id", id)
                .execute();
    }
}
