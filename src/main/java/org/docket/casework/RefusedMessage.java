package org.docket.casework;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message of a case system cannot be acted on. It goes to the queue of refused messages, unchanged, with this reason. */
public final class RefusedMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // It is never written anywhere.
    private final @Nullable Incoming message;

    public RefusedMessage(String reason) {
        super(reason);
        this.message = null;
    }

    public RefusedMessage(String reason, Throwable cause) {
        super(reason, cause);
        this.message = null;
    }

    private RefusedMessage(RefusedMessage refused, Incoming message) {
        super(refused.getMessage(), refused);
        this.message = message;
    }

    /** The same, of that message. */
    RefusedMessage of(Incoming refused) {
        return new RefusedMessage(this, refused);
    }

    /** What was refused, if it could be read so far. */
    Optional<Incoming> message() {
        return Optional.ofNullable(message);
    }
}
