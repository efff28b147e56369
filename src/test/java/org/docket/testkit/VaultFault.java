package org.docket.testkit;

import java.io.IOException;
import java.util.Map;

/** What becomes of a call on its way to the vault or back. */
@FunctionalInterface
public interface VaultFault {
    /** Nothing goes wrong. */
    VaultFault NONE = call -> call.answer(call.forward());

    /** Does to one call what this is about. */
    void happen(VaultExchange call) throws IOException, InterruptedException;

    /** It is answered with that status and never reaches the vault. */
    static VaultFault answer(int status) {
        return call -> {
            call.receive();
            call.answer(VaultAnswer.of(status, Map.of()));
        };
    }

    /** The same, and the vault asks to be left alone for that long. */
    static VaultFault answer(int status, int retryAfterSeconds) {
        return call -> {
            call.receive();
            call.answer(VaultAnswer.of(status, Map.of("Retry-After", Integer.toString(retryAfterSeconds))));
        };
    }

    /** The vault does it, and the caller is answered with that status all the same. */
    static VaultFault answerAfterwards(int status) {
        return call -> {
            call.forward();
            call.answer(VaultAnswer.of(status, Map.of()));
        };
    }

    /** The vault does it, and the connection breaks off before the caller is answered. */
    static VaultFault loseAnswer() {
        return call -> {
            call.forward();
            call.reset();
        };
    }

    /** The connection breaks off in the middle of the body, for the caller and for the vault. */
    static VaultFault tear() {
        return VaultExchange::tear;
    }

    /** One bit of the body is another when the vault gets it. */
    static VaultFault alter() {
        return call -> {
            call.alter();
            NONE.happen(call);
        };
    }

    /** It is never answered and never reaches the vault; when the gate opens, the connection breaks off. */
    static VaultFault hang(Gate gate) {
        return call -> {
            call.receive();
            gate.pass();
            call.reset();
        };
    }

    /** It stays there until the gate opens, and reaches the vault then, whether or not anybody still waits for the answer. */
    static VaultFault hold(Gate gate) {
        return call -> {
            call.receive();
            gate.pass();
            NONE.happen(call);
        };
    }

    /** The vault does it at once, and the answer stays there until the gate opens. */
    static VaultFault holdAnswer(Gate gate) {
        return call -> {
            VaultAnswer answer = call.forward();
            gate.pass();
            call.answer(answer);
        };
    }

    /** The vault does it at once; that happens before the caller is answered. */
    static VaultFault meanwhile(Runnable action) {
        return call -> {
            VaultAnswer answer = call.forward();
            action.run();
            call.answer(answer);
        };
    }
}
