package org.docket.cli;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.docket.vault.SourceDigest;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code docket token}. */
@Command(
        name = "token",
        description = "Make a token by which a person is known over HTTP, and its hash for authorities.yaml.")
final class TokenCommand implements Callable<Integer> {
    private static final int BYTES = 32;

    @ParentCommand
    private DocketCommand docket;

    @Override
    public Integer call() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        docket.out().println("Token, for the person alone; it is kept nowhere and shown once:");
        docket.out().println("  " + token);
        docket.out().println("Below the person in config/authorities.yaml:");
        docket.out().println("  token: " + SourceDigest.of(token.getBytes(StandardCharsets.UTF_8)));
        docket.out().println("Then start the hub again: it reads that file when it starts.");
        return 0;
    }
}
