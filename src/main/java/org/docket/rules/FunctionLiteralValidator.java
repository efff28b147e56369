package org.docket.rules;

import dev.cel.bundle.Cel;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.validator.CelAstValidator;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Refuses texts and numbers in rules that a function can make nothing of, or that a comparison with it can never meet. */
final class FunctionLiteralValidator implements CelAstValidator {
    private static final Pattern TIME_OF_DAY = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    private static final Set<String> COMPARISONS = Set.of("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in");
    private static final List<String> DAYS = Arrays.stream(DayOfWeek.values())
            .map(day -> day.name().toLowerCase(Locale.ROOT))
            .toList();

    @Override
    public void validate(CelNavigableAst ast, Cel cel, IssuesFactory issues) {
        ast.getRoot()
                .allNodes()
                .filter(node -> node.getKind() == ExprKind.Kind.CALL)
                .map(CelNavigableExpr::expr)
                .forEach(expr -> check(expr.call(), issues));
    }

    private static void check(CelCall call, IssuesFactory issues) {
        if (call.function().equals(RuleFunctions.BETWEEN_TIMES)) {
            timesOfDay(call.args().get(1), call.args().get(2), issues);
        } else if (call.function().equals(RuleFunctions.DISTANCE)) {
            places(call.args(), issues);
        } else if (COMPARISONS.contains(call.function())) {
            CelExpr left = call.args().get(0);
            CelExpr right = call.args().get(1);
            comparison(left, right, issues);
            comparison(right, left, issues);
        }
    }

    private static void timesOfDay(CelExpr from, CelExpr to, IssuesFactory issues) {
        boolean fromIsOne = timeOfDay(from, issues);
        boolean toIsOne = timeOfDay(to, issues);
        if (fromIsOne && toIsOne && text(from).equals(text(to))) {
            issues.addError(
                    to.id(),
                    "from " + text(to).orElse("")
                            + " to the same time is no time at all, or all day; write two that differ");
        }
    }

    private static boolean timeOfDay(CelExpr time, IssuesFactory issues) {
        boolean right = text(time)
                .filter(written -> TIME_OF_DAY.matcher(written).matches())
                .isPresent();
        if (!right) {
            issues.addError(time.id(), "a time of day is written in quotes with two digits each, such as \"06:30\"");
        }
        return right;
    }

    /** Latitude and longitude are the last two, or two twos. */
    private static void places(List<CelExpr> arguments, IssuesFactory issues) {
        for (int i = arguments.size() - 2; i >= 0 && arguments.size() > 2; i -= 2) {
            degrees(arguments.get(i), 90, "latitude", issues);
            degrees(arguments.get(i + 1), 180, "longitude", issues);
        }
    }

    private static void degrees(CelExpr number, int most, String what, IssuesFactory issues) {
        if (is(number, CelConstant.Kind.DOUBLE_VALUE)
                && !(Math.abs(number.constant().doubleValue()) <= most)) {
            issues.addError(number.id(), "a " + what + " is between -" + most + " and " + most + " degrees");
        }
    }

    private static void comparison(CelExpr call, CelExpr with, IssuesFactory issues) {
        if (call.exprKind().getKind() != ExprKind.Kind.CALL) {
            return;
        }
        List<CelExpr> literals =
                with.exprKind().getKind() == ExprKind.Kind.LIST ? with.list().elements() : List.of(with);
        for (CelExpr literal : literals) {
            Optional<String> written = text(literal);
            if (call.call().function().equals(RuleFunctions.DAY_OF_WEEK)
                    && written.filter(day -> !DAYS.contains(day)).isPresent()) {
                issues.addError(
                        literal.id(),
                        "no day is ever written '" + written.get() + "' here; write one of "
                                + DAYS.stream().collect(Collectors.joining(", ")));
            } else if (call.call().function().equals(RuleFunctions.LOCAL_DATE)
                    && written.filter(date -> !isDate(date)).isPresent()) {
                issues.addError(
                        literal.id(), "no date is ever written '" + written.get() + "' here; write it as 2026-01-31");
            }
        }
    }

    private static boolean isDate(String text) {
        try {
            return LocalDate.parse(text).toString().equals(text);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static Optional<String> text(CelExpr expr) {
        return is(expr, CelConstant.Kind.STRING_VALUE)
                ? Optional.of(expr.constant().stringValue())
                : Optional.empty();
    }

    private static boolean is(CelExpr expr, CelConstant.Kind kind) {
        return expr.exprKind().getKind() == ExprKind.Kind.CONSTANT
                && expr.constant().getKind() == kind;
    }
}
