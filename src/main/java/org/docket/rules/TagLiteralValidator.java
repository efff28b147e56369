package org.docket.rules;

import dev.cel.bundle.Cel;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.validator.CelAstValidator;

/** Refuses {@code "Stop and Search" in tags}, which can never hold, for tags are normalised before rules see them. */
final class TagLiteralValidator implements CelAstValidator {
    @Override
    public void validate(CelNavigableAst ast, Cel cel, IssuesFactory issues) {
        ast.getRoot()
                .allNodes()
                .filter(node -> node.getKind() == ExprKind.Kind.CALL)
                .map(CelNavigableExpr::expr)
                .filter(expr -> expr.call().function().equals("@in"))
                .forEach(expr -> check(expr.call(), issues));
    }

    private static void check(CelCall in, IssuesFactory issues) {
        CelExpr tag = in.args().get(0);
        CelExpr list = in.args().get(1);
        boolean tagInTags = tag.exprKind().getKind() == ExprKind.Kind.CONSTANT
                && tag.constant().getKind() == CelConstant.Kind.STRING_VALUE
                && list.exprKind().getKind() == ExprKind.Kind.IDENT
                && list.ident().name().equals(FactVocabulary.TAGS);
        if (tagInTags) {
            String written = tag.constant().stringValue();
            if (!written.equals(Tags.normalise(written))) {
                issues.addError(
                        tag.id(), "no tag is ever written '" + written + "' here; write tagged(\"" + written + "\")");
            }
        }
    }
}
