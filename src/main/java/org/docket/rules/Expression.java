package org.docket.rules;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.Program;
import java.util.Optional;
import java.util.Set;

/** An expression that was compiled, and holds for a recording or does not. Any number of threads may try it. */
public final class Expression {
    private final Program program;
    private final Set<String> mentioned;

    Expression(Program program, Set<String> mentioned) {
        this.program = program;
        this.mentioned = Set.copyOf(mentioned);
    }

    /** The facts that it mentions, as rules write them, such as {@code officer.unit} and {@code tags}. */
    public Set<String> mentioned() {
        return mentioned;
    }

    /** Whether it holds for a recording of which these facts are known. */
    public Outcome on(ShownFacts facts) {
        try {
            // Given as a map, all facts would be copied for each expression.
            Object result = program.eval((CelVariableResolver) facts::variable);
            if (result instanceof Boolean holds) {
                return holds ? new Outcome.Matched() : new Outcome.NotMatched();
            }
            return new Outcome.Failed("the rule gave " + result + ", which is neither true nor false");
        } catch (CelEvaluationException e) {
            return absent(e)
                    .<Outcome>map(fact -> new Outcome.FactAbsent(fact.fact()))
                    .orElseGet(() -> new Outcome.Failed(String.valueOf(e.getMessage())));
        }
    }

    private static Optional<AbsentFactException> absent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AbsentFactException absent) {
                return Optional.of(absent);
            }
        }
        return Optional.empty();
    }
}
