package dev.glomers;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.random.RandomGeneratorFactory;

/** The boundaries of the design: arrows point down only, and a challenge is plain Java. */
@AnalyzeClasses(packages = "dev.glomers", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PLAIN = {
    "dev.glomers.challenge..", "dev.glomers.gossip..", "dev.glomers.consensus.."
  };

  /** Members of the JDK that let the world in; the rest of their classes is harmless. */
  private static final Set<String> WORLD =
      Set.of(
          "java.lang.Math.random",
          "java.lang.System.console",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.err",
          "java.lang.System.exit",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.System.in",
          "java.lang.System.nanoTime",
          "java.lang.System.out",
          "java.util.Collections.shuffle",
          "java.util.UUID.randomUUID",
          "java.util.random.RandomGenerator.getDefault",
          "java.util.random.RandomGenerator.of");

  @ArchTest
  static void noTwoClassesShareASimpleName(JavaClasses classes) {
    Map<String, List<String>> names =
        classes.stream()
            .filter(each -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));
    assertThat(names.values()).allSatisfy(each -> assertThat(each).hasSize(1));
  }

  @ArchTest
  static final ArchRule arrowsPointDownOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("cli")
          .definedBy("dev.glomers.cli..")
          .layer("node")
          .definedBy("dev.glomers.node..")
          .layer("simulation")
          .definedBy("dev.glomers.simulation..")
          .layer("processes")
          .definedBy("dev.glomers.processes..")
          .layer("report")
          .definedBy("dev.glomers.report..")
          .layer("watch")
          .definedBy("dev.glomers.watch..")
          .layer("maelstrom")
          .definedBy("dev.glomers.maelstrom..")
          .layer("part")
          .definedBy("dev.glomers.part..")
          .layer("challenge")
          .definedBy("dev.glomers.challenge..")
          .layer("gossip")
          .definedBy("dev.glomers.gossip..")
          .layer("consensus")
          .definedBy("dev.glomers.consensus..")
          .layer("runtime")
          .definedBy("dev.glomers.runtime..")
          .layer("protocol")
          .definedBy("dev.glomers.protocol..")
          .whereLayer("node")
          .mayOnlyAccessLayers("runtime", "protocol")
          .whereLayer("simulation")
          .mayOnlyAccessLayers("part", "runtime", "protocol")
          .whereLayer("processes")
          .mayOnlyAccessLayers("simulation", "protocol")
          .whereLayer("report")
          .mayOnlyAccessLayers("simulation", "part", "runtime", "protocol")
          .whereLayer("watch")
          .mayOnlyAccessLayers("report", "simulation", "part", "runtime", "protocol")
          .whereLayer("maelstrom")
          .mayOnlyAccessLayers("part", "runtime", "protocol")
          .whereLayer("part")
          .mayNotAccessAnyLayer()
          .whereLayer("challenge")
          .mayOnlyAccessLayers("gossip", "consensus", "runtime", "protocol")
          .whereLayer("gossip")
          .mayOnlyAccessLayers("runtime", "protocol")
          .whereLayer("consensus")
          .mayOnlyAccessLayers("runtime", "protocol")
          .whereLayer("runtime")
          .mayOnlyAccessLayers("protocol")
          .whereLayer("protocol")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule challengesKnowNothingOfEachOther =
      slices()
          .matching("dev.glomers.challenge.(*)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  /** Or a new one would be more than a class and a properties file. */
  @ArchTest
  static final ArchRule nothingNamesAChallengeButItself =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.glomers.challenge..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.glomers.challenge..");

  @ArchTest
  static final ArchRule workloadsKnowNothingOfEachOther =
      slices().matching("dev.glomers.simulation.workload.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule whatWorkloadsShareKnowsNoneOfThem =
      noClasses()
          .that()
          .resideInAPackage("dev.glomers.simulation.workload")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.glomers.simulation.workload.*..");

  @ArchTest
  static final ArchRule challengesKnowNoThreadNorLock =
      noClasses()
          .that()
          .resideInAnyPackage(PLAIN)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Thread.class, ThreadLocal.class, Timer.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Executor.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ForkJoinTask.class)
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Executors.class, ForkJoinPool.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.util.concurrent.locks..")
          // CompletableFuture's *Async methods run on the common pool
          .orShould()
          .accessTargetWhere(
              describe("run elsewhere", access -> access.getTarget().getName().endsWith("Async")))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule challengesTakeTimeAndChanceFromTheScheduler =
      noClasses()
          .that()
          .resideInAnyPackage(PLAIN)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(SplittableRandom.class, RandomGeneratorFactory.class, Clock.class)
          .orShould()
          .accessTargetWhere(describe("reach for the world", ArchitectureTest::reachesForTheWorld))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule challengesKnowNoFramework =
      noClasses()
          .that()
          .resideInAnyPackage(PLAIN)
          .should()
          // Of SmallRye a challenge may use what describes its properties
          .dependOnClassesThat(
              resideInAnyPackage(
                      "io.quarkus..", "io.smallrye..", "picocli..", "java.io..", "java.nio..")
                  .and(resideOutsideOfPackage("io.smallrye.config")))
          .allowEmptyShould(true);

  private static boolean reachesForTheWorld(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String member = access.getTarget().getName();
    return WORLD.contains(owner + "." + member)
        || (owner.startsWith("java.time.") && member.equals("now"));
  }
}
