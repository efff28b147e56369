package org.docket.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What holds for every class of Docket. Each rule is written for any root package, so that it can be shown a sample that breaks it,
 * and names the classes of {@link org.docket.architecture.broken} that it must refuse.
 *
 * @param name what it says
 * @param below the rule for the packages below a root
 * @param broken the simple names of the samples that break it
 */
record Rule(String name, Function<String, ArchRule> below, List<String> broken) {
    static final List<Rule> ALL = List.of(
            rule("packages form no cycles", Rule::noCycles, "NeedsEnrich", "NeedsClassify"),
            rule(
                    "foundations depend on nothing of ours but configuration",
                    Rule::foundations,
                    "LooksIntoCasework",
                    "LooksIntoVault"),
            rule("nothing depends on the ways in", Rule::entrances, "PrintsLikeTheCommandLine"),
            rule("only adapters see Camel", Rule::camel, "ReadsExchanges"),
            rule(
                    "time comes from the injected clock",
                    Rule::clock,
                    "AsksTheWall",
                    "AsksTheWallByReference",
                    "MakesItsOwnClock"),
            rule("names say what a thing is", Rule::names, "Anything", "RecordingManager", "RecordingImpl"),
            rule("old libraries stay out", Rule::oldLibraries, "KeepsADate", "ReturnsADate", "LogsTheOldWay"),
            rule("only commands print", Rule::printing, "PrintsToTheConsole"));

    private static final String[] FOUNDATIONS = {"configuration", "catalogue", "custody", "vault", "embedded"};
    private static final String[] ENTRANCES = {"cli", "console", "demo"};
    private static final Set<String> CAMEL_ADAPTERS = Set.of(
            "ApiExchange",
            "AttentionCheck",
            "BatchedListening",
            "DockComponent",
            "DockRoutes",
            "OutboxComponent",
            "PartCheck");

    private static Rule rule(String name, Function<String, ArchRule> below, String... broken) {
        return new Rule(name, below, List.of(broken));
    }

    @Override
    public String toString() {
        return name;
    }

    private static ArchRule noCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    private static ArchRule foundations(String root) {
        ArchRule[] rules = Stream.of(FOUNDATIONS)
                .map(foundation -> noClasses()
                        .that()
                        .resideInAPackage(root + "." + foundation + "..")
                        .should()
                        .dependOnClassesThat(in(root + "..")
                                .and(DescribedPredicate.not(
                                        in(root + "." + foundation + "..").or(in(root + ".configuration.."))))
                                .as("are another part of Docket than configuration"))
                        .allowEmptyShould(true))
                .toArray(ArchRule[]::new);
        return CompositeArchRule.of(List.of(rules));
    }

    private static ArchRule entrances(String root) {
        DescribedPredicate<JavaClass> entrance = DescribedPredicate.or(
                Stream.of(ENTRANCES).map(name -> in(root + "." + name + "..")).toList());
        // A class of the root package is itself a way in: main wires the parts and starts the commands.
        return noClasses()
                .that(DescribedPredicate.not(entrance.or(in(root))))
                .should()
                .dependOnClassesThat(entrance.or(in(root)).as("are commands, console, demo or the wiring"));
    }

    private static ArchRule camel(String root) {
        DescribedPredicate<JavaClass> adapter = describe(
                "is an adapter", type -> CAMEL_ADAPTERS.contains(outermost(type).getSimpleName()));
        return noClasses()
                .that(DescribedPredicate.not(adapter.or(in(root))))
                .should()
                .dependOnClassesThat(in("org.apache.camel.."));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(Rule::outermost).orElse(type);
    }

    private static ArchRule clock(String root) {
        DescribedPredicate<JavaClass> maySeeTheWall = in(root + ".cli..")
                .or(in(root + ".demo.."))
                .or(describe("measures how much time has passed", type -> Set.of(
                                root + ".embedded.Deadline", root + ".intake.SteadyTime")
                        .contains(type.getName())));
        return noClasses()
                .that(DescribedPredicate.not(maySeeTheWall))
                .should()
                .accessTargetWhere(describe("the time comes from no injected clock", Rule::asksTheWall));
    }

    private static boolean asksTheWall(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getTarget().getName();
        boolean withClock = access.getTarget().getFullName().contains(Clock.class.getName() + ")");
        return (owner.getPackageName().equals("java.time") && name.equals("now") && !withClock)
                || (owner.isEquivalentTo(Clock.class) && name.startsWith("system"))
                || (owner.isEquivalentTo(System.class)
                        && Set.of("currentTimeMillis", "nanoTime").contains(name))
                || (owner.isEquivalentTo(Date.class)
                        && access.getTarget().getFullName().endsWith("<init>()"));
    }

    private static ArchRule names(String root) {
        return CompositeArchRule.of(noClasses()
                        .should()
                        .resideInAnyPackage(
                                "..common..",
                                "..util..",
                                "..utils..",
                                "..helper..",
                                "..impl..",
                                "..service..",
                                "..model..",
                                "..dto.."))
                .and(noClasses().should().haveNameMatching(".*(Manager|Processor|Service|Utils?|Helper|Impl)"));
    }

    private static ArchRule oldLibraries(String root) {
        return CompositeArchRule.of(fields().should().notHaveRawType(Date.class))
                .and(methods().should().notHaveRawReturnType(Date.class))
                .and(noClasses().should().dependOnClassesThat(in("java.util.logging..")));
    }

    private static ArchRule printing(String root) {
        return noClasses()
                .that(DescribedPredicate.not(in(root + ".cli..").or(in(root + ".demo.."))))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);
    }

    private static DescribedPredicate<JavaClass> in(String packages) {
        return JavaClass.Predicates.resideInAPackage(packages);
    }
}
