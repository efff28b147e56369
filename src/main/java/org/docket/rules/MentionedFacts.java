package org.docket.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which facts an expression speaks of. */
final class MentionedFacts {
    private MentionedFacts() {}

    /** The facts as rules write them, such as {@code officer.unit} and {@code tags}. */
    static Set<String> in(CelAbstractSyntaxTree ast) {
        Set<String> variables = FactVocabulary.variables().keySet();
        Set<String> facts = new TreeSet<>();
        CelNavigableAst.fromAst(ast)
                .getRoot()
                .allNodes()
                .filter(node -> node.parent()
                        .filter(parent -> parent.getKind() == ExprKind.Kind.SELECT)
                        .isEmpty())
                .map(CelNavigableExpr::expr)
                .forEach(expr -> path(expr)
                        .filter(path -> variables.contains(path.split("\\.", 2)[0]))
                        .ifPresent(facts::add));
        return Set.copyOf(facts);
    }

    private static Optional<String> path(CelExpr expr) {
        return switch (expr.exprKind().getKind()) {
            case IDENT -> Optional.of(expr.ident().name());
            case SELECT ->
                path(expr.select().operand())
                        .map(outer -> outer + "." + expr.select().field());
            default -> Optional.empty();
        };
    }
}
