package org.docket.rules;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.DurationLiteralValidator;
import dev.cel.validator.validators.RegexLiteralValidator;
import dev.cel.validator.validators.TimestampLiteralValidator;
import java.time.ZoneId;
import java.util.Optional;
import org.docket.configuration.YamlText;

/** Compiles and type-checks the expressions of rules. What they may cost is bounded when they are read and when they run. */
public final class RuleCompiler {
    private static final int MOST_CODE_POINTS = 10_000;
    private static final int DEEPEST = 50;
    private static final int MOST_ITERATIONS = 10_000;
    private static final int MOST_REGEX_PROGRAM = 5_000;

    private final Cel cel;
    private final CelValidator validator;

    /**
     * A compiler.
     *
     * @param zone in which rules speak of times of day and of days
     */
    public RuleCompiler(ZoneId zone) {
        RuleFunctions functions = new RuleFunctions(zone);
        CelBuilder builder = CelFactory.plannerCelBuilder()
                .setOptions(CelOptions.current()
                        .maxExpressionCodePointSize(MOST_CODE_POINTS)
                        .maxParseRecursionDepth(DEEPEST)
                        .comprehensionMaxIterations(MOST_ITERATIONS)
                        .maxRegexProgramSize(MOST_REGEX_PROGRAM)
                        .enableHeterogeneousNumericComparisons(true)
                        .build())
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addMacros(CelMacro.newGlobalMacro(
                        "tagged", 1, (factory, target, arguments) -> Optional.of(tagged(factory, arguments.get(0)))))
                .setTypeProvider(FactVocabulary.types())
                .addFunctionDeclarations(functions.declarations())
                .addFunctionBindings(functions.bindings())
                .setResultType(SimpleType.BOOL);
        FactVocabulary.variables().forEach(builder::addVar);
        this.cel = builder.build();
        this.validator = CelValidatorFactory.standardCelValidatorBuilder(cel)
                .addAstValidators(
                        RegexLiteralValidator.INSTANCE,
                        TimestampLiteralValidator.INSTANCE,
                        DurationLiteralValidator.INSTANCE,
                        new TagLiteralValidator(),
                        new FunctionLiteralValidator())
                .build();
    }

    /**
     * Compiles an expression, and notes in its file what is wrong with it.
     *
     * @return what it was compiled to; empty if something was wrong
     */
    public Optional<Expression> compile(YamlText text) {
        String expression = text.value().stripTrailing();
        try {
            CelValidationResult compiled = cel.compile(expression);
            if (compiled.hasError()) {
                new RuleErrors(text, expression).note(compiled.getErrors());
                return Optional.empty();
            }
            CelAbstractSyntaxTree ast = compiled.getAst();
            CelValidationResult validated = validator.validate(ast);
            if (validated.hasError()) {
                new RuleErrors(text, expression).note(validated.getErrors());
                return Optional.empty();
            }
            return Optional.of(new Expression(cel.createProgram(ast), MentionedFacts.in(ast)));
        } catch (CelValidationException | CelEvaluationException e) {
            text.wrong("cannot be compiled: " + e.getMessage() + "; simplify the expression");
            return Optional.empty();
        }
    }

    /** {@code tagged("x")} becomes {@code "x" in tags}, with the tag normalised as the tags are. */
    private static CelExpr tagged(CelMacroExprFactory factory, CelExpr tag) {
        boolean literal = tag.exprKind().getKind() == ExprKind.Kind.CONSTANT
                && tag.constant().getKind() == CelConstant.Kind.STRING_VALUE
                && !tag.constant().stringValue().isBlank();
        if (!literal) {
            return factory.reportError(CelIssue.formatError(
                    factory.getSourceLocation(tag),
                    "tagged() takes a tag in quotes, such as tagged(\"use-of-force\")"));
        }
        return factory.newGlobalCall(
                "@in",
                factory.newStringLiteral(Tags.normalise(tag.constant().stringValue())),
                factory.newIdentifier(FactVocabulary.TAGS));
    }
}
