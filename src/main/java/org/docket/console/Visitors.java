package org.docket.console;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.docket.retention.Authorities;
import org.docket.retention.Speaker;
import org.docket.vault.SourceDigest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows by their token who asks. A wrong token is answered and logged, without the token, so many times in a minute; more are turned
 * away unlogged, so that whoever tries fills no disk. A right one is always let in: nobody can lock out others.
 */
public final class Visitors {
    /** Wrong tokens in one {@link #WINDOW}, from wherever they come, that are answered one by one. */
    static final int MOST_WRONG = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Visitors.class);
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final String SCHEME = "Bearer ";
    private static final int MOST_CHARACTERS = 1_000;

    private final Authorities authorities;
    private final Clock clock;
    private Instant begun = Instant.MIN;
    private int wrong;

    public Visitors(Authorities authorities, Clock clock) {
        this.authorities = authorities;
        this.clock = clock;
    }

    /**
     * The person who asks.
     *
     * @throws ApiRefusal if nobody is known by the token, or there is none
     */
    public Speaker admit(ApiRequest request) {
        Optional<String> authorization = request.header("Authorization");
        if (authorization.isEmpty()) {
            throw unknown("There is no token.", "Bearer realm=\"docket\"");
        }
        return speaker(authorization.get()).orElseThrow(() -> wrongToken(request));
    }

    /**
     * Requires an authority for what concerns more than one recording.
     *
     * @throws ApiRefusal if they do not have it
     */
    static void require(Speaker speaker, String authority) {
        if (!speaker.has(authority)) {
            throw new ApiRefusal(Problem.NOT_ALLOWED.because(
                    "It needs the authority '" + authority + "'.",
                    "Let somebody do it who has it, or give it to them in authorities.yaml."));
        }
    }

    private Optional<Speaker> speaker(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || authorization.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        String token = authorization.substring(SCHEME.length()).strip();
        return authorities.byToken(SourceDigest.of(token.getBytes(StandardCharsets.UTF_8)));
    }

    private synchronized ApiRefusal wrongToken(ApiRequest request) {
        Instant now = clock.instant();
        // A clock that was set back begins anew as well.
        if (begun.isAfter(now) || begun.isBefore(now.minus(WINDOW))) {
            begun = now;
            wrong = 0;
        }
        wrong++;
        if (wrong > MOST_WRONG) {
            Problem.Report report = Problem.TOO_MANY.because(
                    "More than " + MOST_WRONG + " wrong tokens came within a minute.",
                    "Wait a minute, then use the token that belongs to you.");
            return new ApiRefusal(report, report.reply().with("Retry-After", String.valueOf(WINDOW.toSeconds())));
        }
        LOG.warn(
                "a wrong token came with {}{}",
                request,
                wrong == MOST_WRONG ? "; more within this minute are not logged" : "");
        return unknown("The token is nobody's.", "Bearer realm=\"docket\", error=\"invalid_token\"");
    }

    private static ApiRefusal unknown(String detail, String challenge) {
        Problem.Report report = Problem.NOT_SIGNED_IN.because(
                detail,
                "Send 'Authorization: Bearer TOKEN'. './docket token' makes one; its hash goes into authorities.yaml.");
        return new ApiRefusal(report, report.reply().with("WWW-Authenticate", challenge));
    }
}
