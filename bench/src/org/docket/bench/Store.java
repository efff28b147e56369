package org.docket.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The blob store that contenders send to.
 *
 * @param endpoint URL of the account, without a slash at its end
 * @param signature query that lets a client in
 * @param connection connection string of the account
 * @param process id of the process
 * @param isSink whether it is the blob sink, which says what it was sent
 */
record Store(String endpoint, String signature, String connection, long process, boolean isSink) {

    static final List<String> OPTIONS = List.of("endpoint", "signature", "connection", "store-process", "sink");

    /** For the command line of a contender. */
    List<String> arguments() {
        return List.of(
                "--endpoint",
                endpoint,
                "--signature",
                signature,
                "--connection",
                connection,
                "--store-process",
                Long.toString(process),
                "--sink",
                Boolean.toString(isSink));
    }

    static Store of(Options options) {
        return new Store(
                options.text("endpoint"),
                options.text("signature"),
                options.text("connection"),
                Long.parseLong(options.text("store-process")),
                Boolean.parseBoolean(options.text("sink")));
    }

    /** How many bytes it has compared with a checksum since this was last asked; -1 if it cannot say. */
    long takeCheckedBytes() throws IOException, InterruptedException {
        if (!isSink) {
            return -1;
        }
        URI figures = URI.create(endpoint).resolve("/figures");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(figures).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return answer.body()
                .lines()
                .filter(line -> line.startsWith(SinkCalls.CHECKED + '='))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1)))
                .sum();
    }
}
